/**
 * Entity tags for what an endpoint answers. Exercise day2/01.
 */

import { createHash } from "node:crypto";
import type { AppContext, Endpoint, Response } from "../../../day2/src/index.ts";

export function withETag(inner: Endpoint): Endpoint {
  return {
    prepare: () => inner.prepare?.(),
    async call(c: AppContext): Promise<Response> {
      throw new Error("day2/01: write withETag");
    },
  };
}
