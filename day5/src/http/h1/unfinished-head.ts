/**
 * What a client should hear whose request head did not come whole. Asked by Http1Connection when its
 * connection has failed in the middle of a head.
 */

import type { ConnError } from "../../net/conn-error.ts";
import { HttpError } from "../http-error.ts";

/** The answer to a client that is still there; null where nobody is left to hear it. */
export function unfinishedHead(error: ConnError): HttpError | null {
  switch (error.code) {
    case "READ_TIMEOUT":
      // RFC 9110 §15.5.9.
      return new HttpError(408, "the request head took too long to arrive", {
        code: "HEAD_TIMEOUT",
        cause: error,
      });
    case "UNEXPECTED_END":
      return new HttpError(400, "the request head is not complete", { code: "HEAD_CUT_SHORT", cause: error });
    default:
      return null;
  }
}
