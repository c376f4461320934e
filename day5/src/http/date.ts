/**
 * The Date field of a response (RFC 9110 §6.6.1). Formatting a date costs more than the rest of a small
 * head, and the text changes once a second: so it is made once a second, on demand, without a timer.
 */

let second = -1;
let text = "";

/** `now` in milliseconds since 1970, as IMF-fixdate (RFC 9110 §5.6.7). */
export function httpDate(now = Date.now()): string {
  const current = Math.floor(now / 1000);
  if (current !== second) {
    second = current;
    text = new Date(now).toUTCString();
  }
  return text;
}
