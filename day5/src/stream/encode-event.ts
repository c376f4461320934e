/**
 * One event as text (WHATWG HTML §9.2.6, "Interpreting an event stream"). Pure. A browser takes a line end in any of
 * its three forms for one, so no value may bring its own: data is written line by line, the rest refuses them. Held
 * against an independent reader of the standard by a property test.
 */

export interface ServerEvent {
  /** May have many lines. */
  readonly data: string;
  /** What `addEventListener` listens to; "message" where it is left out. */
  readonly event?: string;
  /** What a client that comes back says it has seen last. */
  readonly id?: string;
  /** Milliseconds after which a client that was cut off comes back. */
  readonly retry?: number;
}

/** A line that means nothing: it keeps proxies from ending a silent connection. */
export const HEARTBEAT = ":\n\n";

/** Errors: TypeError that names the field which no event can have. */
export function encodeEvent(event: ServerEvent | string): string {
  if (typeof event === "string") return encodeEvent({ data: event });
  const { data, event: name, id, retry } = event;
  if (typeof data !== "string")
    throw new TypeError(`the data of an event must be text, not ${typeof data}: JSON.stringify it`);
  let text = "";
  if (name !== undefined) text += `event: ${oneLine("event", name)}\n`;
  if (id !== undefined) text += `id: ${oneLine("id", id)}\n`;
  if (retry !== undefined) text += `retry: ${wholeNumber(retry)}\n`;
  for (const line of data.split(/\r\n|\r|\n/)) text += `data: ${line}\n`;
  return `${text}\n`;
}

/** Errors: TypeError. A line end would begin another field, and so another event than was meant. */
function oneLine(field: string, value: string): string {
  // A browser leaves out an id with a NUL, without a word.
  if (typeof value === "string" && !/[\r\n\0]/.test(value)) return value;
  throw new TypeError(`the ${field} of an event must be one line of text`);
}

/** Errors: TypeError. A browser leaves out a retry that has anything but digits. */
function wholeNumber(retry: number): number {
  if (Number.isSafeInteger(retry) && retry >= 0) return retry;
  throw new TypeError(`the retry of an event must be a whole number of milliseconds, not ${String(retry)}`);
}
