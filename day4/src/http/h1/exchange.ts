/**
 * The two ends of one exchange: from a head to the request that a program sees, and from its response to bytes.
 * HOT: Http1Connection calls these two once for each request. And the end of a connection that had no request.
 */

import type { Logger } from "../../log/logger.ts";
import type { Conn } from "../../net/conn.ts";
import type { BodySource } from "../body-source.ts";
import { errorResponse } from "../error-response.ts";
import type { HttpError } from "../http-error.ts";
import type { Limits } from "../limits.ts";
import { Request } from "../request.ts";
import type { Response } from "../response.ts";
import type { RequestHead } from "./request-head.ts";
import { originForm } from "./target.ts";
import { type ResponseRules, writeResponse } from "./write-response.ts";

/** Errors: as `originForm`. */
export function beginExchange(
  conn: Conn,
  head: RequestHead,
  body: BodySource | null,
  limits: Limits,
): Request {
  const { method, target, version, fields } = originForm(head);
  return new Request({ method, target, version, fields, body, maxBodyBytes: limits.maxBodyBytes }, conn);
}

/** As `writeResponse`; a response that cannot go out, since its head is refused, is a 500. */
export function writeAnswer(
  conn: Conn,
  request: Request,
  response: Response,
  rules: ResponseRules,
  log: Logger,
): boolean | Promise<boolean> {
  request.answers(response.status);
  try {
    return writeResponse(conn, response, rules);
  } catch (error) {
    // Nothing has been written: the client can still be told.
    const refused = errorResponse(error, { log, method: request.method, path: request.path });
    request.answers(refused.status);
    return writeResponse(conn, refused, rules);
  }
}

/** The last answer of a connection, to what is no request. Returns its status. */
export function refuse(conn: Conn, error: HttpError, isHead: boolean, log: Logger): number {
  const response = errorResponse(error, { log, method: "-", path: "-" });
  log.debug({ err: error }, "request rejected");
  writeResponse(conn, response, { isHead, version: "1.1", keepAlive: false });
  return error.status;
}
