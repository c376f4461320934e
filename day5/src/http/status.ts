/**
 * Status codes and their reason phrases (RFC 9110 §15, and the registry it founded). The phrase is for
 * people who read the wire: no client may decide anything by it (RFC 9112 §4).
 */

/** Those that a server may want to send, a line or two for each class. Another code is sent all the same. */
const TABLE = `
  100 Continue, 101 Switching Protocols,
  200 OK, 201 Created, 202 Accepted, 203 Non-Authoritative Information, 204 No Content, 205 Reset Content,
  206 Partial Content,
  300 Multiple Choices, 301 Moved Permanently, 302 Found, 303 See Other, 304 Not Modified,
  307 Temporary Redirect, 308 Permanent Redirect,
  400 Bad Request, 401 Unauthorized, 402 Payment Required, 403 Forbidden, 404 Not Found,
  405 Method Not Allowed, 406 Not Acceptable, 408 Request Timeout, 409 Conflict, 410 Gone,
  411 Length Required, 412 Precondition Failed, 413 Content Too Large, 414 URI Too Long,
  415 Unsupported Media Type, 416 Range Not Satisfiable, 417 Expectation Failed, 421 Misdirected Request,
  422 Unprocessable Content, 425 Too Early, 426 Upgrade Required, 428 Precondition Required,
  429 Too Many Requests, 431 Request Header Fields Too Large, 451 Unavailable For Legal Reasons,
  500 Internal Server Error, 501 Not Implemented, 502 Bad Gateway, 503 Service Unavailable,
  504 Gateway Timeout, 505 HTTP Version Not Supported
`;

/** By code. Made once, when the process starts. */
const REASONS = new Map(
  TABLE.split(",").map((entry) => {
    const text = entry.trim();
    return [Number(text.slice(0, 3)), text.slice(4)];
  }),
);

/** The usual phrase, or a word for the class of a code that is not registered. */
export function reasonPhrase(status: number): string {
  return REASONS.get(status) ?? (status < 400 ? "Unknown Status" : "Unknown Error");
}

/** Errors: RangeError when `status` cannot be a final answer; 1xx codes are the server's own business. */
export function checkStatus(status: number): void {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError(`status must be a whole number from 200 to 599, not ${status}`);
  }
}
