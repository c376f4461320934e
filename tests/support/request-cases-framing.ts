/** Raw requests about the end of a request: Content-Length, Transfer-Encoding, and bodies that break. */

import { type RequestCase, refused, served } from "./request-case.ts";

const get = (fields: string, rest = "") => `GET / HTTP/1.1\r\nHost: a\r\n${fields}\r\n${rest}`;
const post = (fields: string, body: string) => `POST / HTTP/1.1\r\nHost: a\r\n${fields}\r\n${body}`;
const chunked = (body: string) => post("Transfer-Encoding: chunked\r\n", body);
const cl = (value: string) => post(`Content-Length: ${value}\r\n`, "hello");
const te = (value: string) => post(`Transfer-Encoding: ${value}\r\n`, "5\r\nhello\r\n0\r\n\r\n");

const length = "RFC 9112 §6.2";
const both = "RFC 9112 §6.1";
const body = "RFC 9112 §6.3";
const chunks = "RFC 9112 §7.1";

export const framingCases: readonly RequestCase[] = [
  served(length, "a Content-Length", cl("5"), "POST / hello"),
  served(length, "a Content-Length with white space around it", cl(" \t5 \t"), "POST / hello"),
  served(length, "a Content-Length with leading zeros", cl("0005"), "POST / hello"),
  served(length, "a Content-Length of 0", get("Content-Length: 0\r\n"), "GET / "),
  served(length, "no Content-Length at all", get(""), "GET / "),
  served(length, "a GET with a body", get("content-length: 3\r\n", "abc"), "GET / abc"),
  refused(length, "a Content-Length with a plus sign", cl("+5")),
  refused(length, "a negative Content-Length", cl("-5")),
  refused(length, "a Content-Length list of equal values", cl("5,5")),
  refused(length, "a Content-Length of two numbers", cl(" 5 5")),
  refused(length, "a hexadecimal Content-Length", cl("0x5")),
  refused(length, "a Content-Length with a fraction", cl("5.0")),
  refused(length, "an empty Content-Length", cl("")),
  refused(length, "a Content-Length of white space", cl(" \t ")),
  refused(length, "a Content-Length with a no-break space behind it", cl("5\xa0")),
  refused(length, "a Content-Length no number can hold", cl("9".repeat(40))),
  refused(length, "a Content-Length of 2^64 + 5", cl("18446744073709551621")),
  refused(length, "two different Content-Length fields", cl("5\r\nContent-Length: 6")),
  refused(length, "the same Content-Length twice", cl("5\r\ncontent-length: 5")),
  refused(length, "Content-Length: 0 and then another", cl("0\r\nContent-Length: 5")),
  refused(both, "Content-Length before Transfer-Encoding", te("chunked\r\nContent-Length: 5")),
  refused(both, "Transfer-Encoding before Content-Length", cl("5\r\nTransfer-Encoding: chunked")),
  refused(both, "Transfer-Encoding with Content-Length: 0", te("chunked\r\nContent-Length: 0")),
  refused(
    both,
    "Transfer-Encoding on HTTP/1.0",
    "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ),
  served(chunks, "a chunked body", te("chunked"), "POST / hello"),
  served(chunks, "Transfer-Encoding in capitals", te("CHUNKED"), "POST / hello"),
  refused(body, "chunked twice", te("chunked, chunked")),
  refused(body, "chunked twice, in two fields", te("chunked\r\nTransfer-Encoding: chunked")),
  refused(body, "a coding behind chunked", te("chunked, gzip")),
  refused(body, "identity behind chunked", te("chunked\r\nTransfer-Encoding: identity")),
  refused(body, "a coding that is not chunked", te("gzip")),
  refused(body, "identity alone", te("identity")),
  refused(body, "a coding that only begins like chunked", te("chunkedd")),
  refused(body, "chunked with a parameter", te("chunked;q=1")),
  refused(body, "an empty Transfer-Encoding", te("")),
  refused(body, "chunked in quotes", te('"chunked"')),
  // A proxy that does not trim U+00A0 sees an unknown coding here, and another end of the request.
  refused(body, "chunked with a no-break space behind it", te("chunked\xa0")),
  refused(body, "chunked with a no-break space before it", te("\xa0chunked")),
  refused(body, "chunked with a vertical tab before it", te("\x0bchunked")),
  { ...refused(body, "an unknown coding under chunked", te("gzip, chunked")), status: "501 Not Implemented" },
  {
    ...refused(body, "an unknown coding in a field of its own", te("br\r\nTransfer-Encoding: chunked")),
    status: "501 Not Implemented",
  },
  served(chunks, "an empty chunked body", chunked("0\r\n\r\n"), "POST / "),
  served(
    chunks,
    "chunk sizes in either case, zeros before them",
    chunked(`0a\r\n${"x".repeat(10)}\r\n00A\r\n${"y".repeat(10)}\r\n000\r\n\r\n`),
    `POST / ${"x".repeat(10)}${"y".repeat(10)}`,
  ),
  served(
    chunks,
    "chunk extensions",
    chunked('5;a;b=c; d = "e;\\""\r\nhello\r\n0;last\r\n\r\n'),
    "POST / hello",
  ),
  served(
    "RFC 9112 §7.1.2",
    "trailers",
    chunked("5\r\nhello\r\n0\r\nX-Sum: 1\r\nY: \r\n\r\n"),
    "POST / hello",
  ),
  refused(chunks, "a chunk size with a plus sign", chunked("+5\r\nhello\r\n0\r\n\r\n")),
  refused(chunks, "a chunk size with 0x", chunked("0x5\r\nhello\r\n0\r\n\r\n")),
  refused(chunks, "a chunk size that is no number", chunked("five\r\nhello\r\n0\r\n\r\n")),
  refused(chunks, "a chunk size of white space", chunked(" \r\nhello\r\n0\r\n\r\n")),
  refused(chunks, "white space before a chunk size", chunked(" 5\r\nhello\r\n0\r\n\r\n")),
  refused(chunks, "white space behind a chunk size", chunked("5 \r\nhello\r\n0\r\n\r\n")),
  refused(chunks, "an empty chunk size", chunked("\r\nhello\r\n0\r\n\r\n")),
  refused(
    chunks,
    "a chunk size beyond what a number holds",
    chunked("fffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
  ),
  refused(chunks, "a chunk longer than its size", chunked("4\r\nhello\r\n0\r\n\r\n")),
  refused(chunks, "a chunk shorter than its size", chunked("6\r\nhello\r\n0\r\n\r\n")),
  refused(chunks, "a bare LF behind a chunk size", chunked("5\nhello\r\n0\r\n\r\n")),
  refused(chunks, "a bare LF behind a chunk", chunked("5\r\nhello\n0\r\n\r\n")),
  refused(chunks, "a bare CR in a chunk extension", chunked("5;a\rb\r\nhello\r\n0\r\n\r\n")),
  refused(chunks, "a malformed chunk extension", chunked("5;;\r\nhello\r\n0\r\n\r\n")),
  refused(chunks, "an endless chunk extension", chunked(`5;${"a".repeat(300)}\r\nhello\r\n0\r\n\r\n`)),
  refused("RFC 9112 §7.1.2", "a trailer without a colon", chunked("0\r\nnonsense\r\n\r\n")),
  refused("RFC 9112 §7.1.2", "a trailer with a space before its colon", chunked("0\r\nX : 1\r\n\r\n")),
  refused("RFC 9112 §7.1.2", "a bare LF behind a trailer", chunked("0\r\nX: 1\n\r\n")),
  {
    ...refused("RFC 6585 §5", "trailers without end", chunked(`0\r\n${"X: 1234567890\r\n".repeat(700)}\r\n`)),
    status: "431 Request Header Fields Too Large",
  },
  {
    ...refused("RFC 9110 §15.5.14", "a body over the limit, as its length says", cl("1001")),
    status: "413 Content Too Large",
  },
  // What is left of it is little: it is read over, and the connection goes on.
  {
    ...served(
      "RFC 9110 §15.5.14",
      "a body over the limit in one chunk",
      chunked(`3e9\r\n${"x".repeat(1001)}\r\n0\r\n\r\n`),
    ),
    status: "413 Content Too Large",
    whole: true,
  },
  {
    ...refused(
      "RFC 9110 §15.5.14",
      "a body over the limit in many chunks",
      chunked(`a\r\n${"0123456789"}\r\n`.repeat(200)),
    ),
    status: "413 Content Too Large",
  },
  served(
    "RFC 9110 §15.5.14",
    "a body of exactly the limit",
    post("Content-Length: 1000\r\n", "x".repeat(1000)),
  ),
  served(
    "RFC 9110 §15.5.14",
    "chunks of exactly the limit",
    chunked(`3e8\r\n${"x".repeat(1000)}\r\n0\r\n\r\n`),
  ),
];
