/**
 * The hot files of HTTP/1.1, each with its naive twin beside it: what is measured is the same piece of work, done
 * by the code that ships and by the code that one would write without a thought of speed.
 */

import { ChunkedDecoder, END } from "../../day5/src/http/h1/chunked-decoder.ts";
import { readFraming } from "../../day5/src/http/h1/framing.ts";
import { parseRequestHead, type RequestHead } from "../../day5/src/http/h1/request-head.ts";
import { encodeHead } from "../../day5/src/http/h1/write-response.ts";
import { Field } from "../../day5/src/http/headers.ts";
import { defaultLimits } from "../../day5/src/http/limits.ts";
import { Response } from "../../day5/src/http/response.ts";
import { ReadBuffer } from "../../day5/src/net/read-buffer.ts";
import { naiveAnswerHead } from "../../tests/support/naive-answer.ts";
import { naiveChunked } from "../../tests/support/naive-chunked.ts";
import { naiveFraming } from "../../tests/support/naive-framing.ts";
import { type NaiveHead, naiveHead } from "../../tests/support/naive-head.ts";

export interface MicroCase {
  readonly name: string;
  /** Where the fast code is. */
  readonly file: string;
  /** Both do the work once and return what came out, so that none of it can be left out. */
  readonly fast: () => unknown;
  readonly naive: () => unknown;
}

const SMALL = "GET /user/42 HTTP/1.1\r\nHost: example.com\r\nAccept: */*\r\n\r\n";
const BROWSER = [
  "GET /user/42?tab=posts HTTP/1.1",
  "Host: example.com",
  "Connection: keep-alive",
  'sec-ch-ua: "Chromium";v="130", "Not?A_Brand";v="99"',
  "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
  "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
  "Sec-Fetch-Site: same-origin",
  "Referer: https://example.com/user",
  "Accept-Encoding: gzip, deflate, br, zstd",
  "Accept-Language: en-GB,en;q=0.9,de;q=0.8",
  "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark",
  "\r\n",
].join("\r\n");
const CHUNKED = Buffer.from(`${`400\r\n${"x".repeat(1024)}\r\n`.repeat(16)}0\r\n\r\n`, "latin1");
const TYPE = new Field("content-type", "application/json");

function decodeChunks(): number {
  const decoder = new ChunkedDecoder(defaultLimits);
  const input = new ReadBuffer();
  input.append(CHUNKED);
  let total = 0;
  for (let piece = decoder.decode(input); piece !== null && piece !== END; piece = decoder.decode(input)) {
    total += piece.length;
  }
  return total;
}

function answerHead(): string {
  const response = new Response("{}");
  response.headers.put(TYPE);
  return encodeHead(response, 2, "");
}

const naiveAnswer = () =>
  naiveAnswerHead({
    status: 200,
    reason: "OK",
    fields: [["content-type", "application/json"]],
    framing: 2,
    connection: "",
    date: new Date().toUTCString(),
  });

const head = (text: string, name: string): MicroCase => ({
  name,
  file: "request-head.ts",
  fast: () => parseRequestHead(text, 0),
  naive: () => naiveHead(text),
});

const framing = (text: string, name: string): MicroCase => ({
  name,
  file: "framing.ts",
  fast: readFraming.bind(null, parseRequestHead(text, 0) as RequestHead),
  naive: naiveFraming.bind(null, naiveHead(text) as NaiveHead),
});

export const microCases: readonly MicroCase[] = [
  head(SMALL, "request head, small"),
  head(BROWSER, "request head, a browser's"),
  framing(SMALL, "framing, small head"),
  framing(BROWSER, "framing, a browser's head"),
  {
    name: "chunks, 16 of 1 KiB",
    file: "chunked-decoder.ts",
    fast: decodeChunks,
    naive: () => naiveChunked(CHUNKED.toString("latin1"), defaultLimits).data.length,
  },
  { name: "answer head", file: "write-response.ts", fast: answerHead, naive: naiveAnswer },
];
