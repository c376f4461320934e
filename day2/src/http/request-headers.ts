/**
 * The fields of a request. They are Headers, and one thing more: what it means that a field came twice is
 * decided here, for every protocol alike. Made by the protocol, for the first handler that asks for a field.
 */

import { Headers } from "./headers.ts";
import { HttpError } from "./http-error.ts";

/**
 * Fields of a request whose grammar is no list, so two lines have no meaning (RFC 9110 §5.3). Joined by a comma
 * they would be a third value, and a proxy before us or a program behind us may read the first, or the last.
 */
const SINGLE_VALUED = new Set([
  "access-control-request-method", // Fetch §3.3.2
  "authorization", // RFC 9110 §11.6.2
  "content-disposition", // RFC 6266 §4.1
  "content-length", // RFC 9110 §8.6
  "content-location", // RFC 9110 §8.7
  "content-range", // RFC 9110 §14.4
  "content-type", // RFC 9110 §8.3
  "date", // RFC 9110 §6.6.1
  "from", // RFC 9110 §10.1.2
  "host", // RFC 9110 §7.2
  "if-modified-since", // RFC 9110 §13.1.3
  "if-range", // RFC 9110 §13.1.5
  "if-unmodified-since", // RFC 9110 §13.1.4
  "last-modified", // RFC 9110 §8.8.2
  "location", // RFC 9110 §10.2.2
  "max-forwards", // RFC 9110 §7.6.2
  "origin", // RFC 6454 §7.3
  "proxy-authorization", // RFC 9110 §11.7.2
  "range", // RFC 9110 §14.2
  "referer", // RFC 9110 §10.1.3
  "sec-websocket-key", // RFC 6455 §11.3.1
  "sec-websocket-version", // RFC 6455 §11.3.5
  "user-agent", // RFC 9110 §10.1.5
]);

export class RequestHeaders extends Headers {
  /**
   * The value; several as one where they mean one list. Errors: HttpError 400 for a field that has one value
   * and came with two: it is told to the handler that decides something by it, and to no other.
   */
  override get(name: string): string | null {
    const values = this.getAll(name);
    const [first] = values;
    if (first === undefined || values.length === 1) return first ?? null;
    const lowerCaseName = name.toLowerCase();
    // RFC 9113 §8.2.3: cookies may come on several lines, and a comma would be a part of one of them.
    if (lowerCaseName === "cookie") return values.join("; ");
    if (!SINGLE_VALUED.has(lowerCaseName)) return values.join(", ");
    if (values.every((value) => value === first)) return first;
    // Not the values: one may be a password.
    throw new HttpError(400, `the field ${lowerCaseName} came twice, with two values`, {
      code: "FIELD_REPEATED",
    });
  }
}
