/**
 * The naive twin of a whole server whose handler is `tellBack`: which answers a client gets that sends `bytes`
 * and then ends its side. Slow and plain, put together from the other naive twins. Heads are taken to be
 * shorter than their limit.
 */

import { isUtf8 } from "node:buffer";
import { type NaiveLimits, naiveChunked } from "./naive-chunked.ts";
import { type NaiveFraming, naiveFraming } from "./naive-framing.ts";
import { naiveHead } from "./naive-head.ts";

export interface NaiveAnswer {
  readonly method: string;
  /** The body of a 200; null: an error. */
  readonly body: string | null;
  /** A 100 (Continue) comes before it. */
  readonly continues: boolean;
  /** The handler was called. */
  readonly called: boolean;
  /** Nothing follows: "closed"; more requests are looked at: "open"; who knows: "either". */
  readonly after: "open" | "closed" | "either";
}

export interface NaiveServerLimits extends NaiveLimits {
  readonly maxEmptyLines: number;
  readonly maxBodyBytes: number;
}

/** A body as a handler meets it, and what stands behind it. */
interface NaiveBody {
  readonly data: string;
  readonly end: "whole" | "broken" | "too large";
  readonly rest: string;
}

function bodyOf(rest: string, length: number | "chunked", limits: NaiveServerLimits): NaiveBody {
  if (length === "chunked") {
    const { end, data, rest: behind } = naiveChunked(rest, limits);
    if (data.length > limits.maxBodyBytes) return { data, end: "too large", rest: behind };
    return { data, end: end === "whole" ? "whole" : "broken", rest: behind };
  }
  const data = rest.slice(0, length);
  if (length > limits.maxBodyBytes) return { data, end: "too large", rest: "" };
  return { data, end: data.length < length ? "broken" : "whole", rest: rest.slice(length) };
}

function answerTo(method: string, framing: NaiveFraming, body: NaiveBody): NaiveAnswer {
  const asked = framing.length === "chunked" || body.end !== "too large";
  const base = { method, continues: framing.continues && asked, called: true };
  if (body.end === "too large") {
    const after = framing.length === "chunked" && framing.keepAlive ? "either" : "closed";
    return { ...base, body: null, after };
  }
  if (body.end === "broken") return { ...base, body: null, after: "closed" };
  const after = framing.keepAlive ? "open" : "closed";
  const isText = isUtf8(Buffer.from(body.data, "latin1"));
  return { ...base, body: isText ? `${method} ${framing.target} ${body.data}` : null, after };
}

const refused = (method: string): NaiveAnswer => ({
  method,
  body: null,
  continues: false,
  called: false,
  after: "closed",
});

export function naiveServer(bytes: string, limits: NaiveServerLimits): NaiveAnswer[] {
  const answers: NaiveAnswer[] = [];
  let rest = bytes;
  for (;;) {
    let empty = 0;
    while (rest.startsWith("\r\n") && empty <= limits.maxEmptyLines) {
      rest = rest.slice(2);
      empty += 1;
    }
    if (empty > limits.maxEmptyLines) return [...answers, refused("")];
    // A lone CR may be half of an empty line: nothing has begun.
    if (rest === "" || rest === "\r") return answers;
    const end = rest.indexOf("\r\n\r\n");
    if (end < 0) return [...answers, refused("")];
    const head = naiveHead(rest.slice(0, end + 4));
    if (head === null) return [...answers, refused("")];
    const framing = naiveFraming(head);
    if (framing === "refused") return [...answers, refused(head.method)];
    const body = bodyOf(rest.slice(end + 4), framing.length, limits);
    const answer = answerTo(head.method, framing, body);
    answers.push(answer);
    if (answer.after !== "open") return answers;
    rest = body.rest;
  }
}
