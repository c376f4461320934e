/**
 * One range of what an endpoint answers. Exercise day2/03.
 */

import { type AppContext, type Endpoint, HttpError, type Response } from "../../../day2/src/index.ts";

export function withRanges(inner: Endpoint): Endpoint {
  return {
    prepare: () => inner.prepare?.(),
    async call(c: AppContext): Promise<Response> {
      throw new Error("day2/03: write withRanges");
    },
  };
}
