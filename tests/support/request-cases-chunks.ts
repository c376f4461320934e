/** More raw requests about chunks: the grammar of sizes, extensions and trailers to its edges. */

import { type RequestCase, refused, served } from "./request-case.ts";

const INNER = "GET /inner HTTP/1.1\r\nHost: a\r\n\r\n";
const chunked = (body: string) => `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${body}`;
const size = (line: string) => chunked(`${line}\r\nhello\r\n0\r\n\r\n`);
const trailer = (line: string) => chunked(`5\r\nhello\r\n0\r\n${line}\r\n\r\n`);

const chunks = "RFC 9112 §7.1";
const extension = "RFC 9112 §7.1.1";
const trailers = "RFC 9112 §7.1.2";

export const chunkCases: readonly RequestCase[] = [
  refused(chunks, "a negative chunk size", size("-5")),
  refused(chunks, "a chunk size with an underscore", size("0_5")),
  refused(chunks, "an octal chunk size", size("0o5")),
  refused(chunks, "a chunk size with an h behind it", size("5h")),
  refused(chunks, "a chunk size with a fraction", size("5.0")),
  refused(chunks, "two chunk sizes on a line", size("5 5")),
  refused(chunks, "a chunk size with a NUL behind it", size("5\0")),
  refused(chunks, "a chunk size of 14 digits", size("00000000000005")),
  refused(chunks, "a chunk size of 17 digits that overflows to 5", size("10000000000000005")),
  refused(chunks, "a chunk size of 2^53 and more", size("20000000000005")),
  refused(chunks, "a chunk size that ends in a bare CR", chunked("5\rhello\r\n0\r\n\r\n")),
  refused(chunks, "a chunk size that ends in CR CR LF", size("5\r")),
  refused(chunks, "a chunk size that ends in LF CR", chunked("5\n\rhello\r\n0\r\n\r\n")),
  refused(chunks, "a chunk that nothing separates from the next", chunked("5\r\nhello0\r\n\r\n")),
  refused(chunks, "a chunk with a bare CR behind it", chunked("5\r\nhello\r0\r\n\r\n")),
  refused(chunks, "a chunk with an empty line behind it", chunked("5\r\nhello\r\n\r\n0\r\n\r\n")),
  refused(chunks, "two bytes too many in a chunk", chunked("5\r\nhello!!\r\n0\r\n\r\n")),
  refused(chunks, "an empty line before the first size", chunked("\r\n5\r\nhello\r\n0\r\n\r\n")),
  refused(chunks, "a last chunk of a bare LF", chunked("5\r\nhello\r\n0\n\n")),
  refused(chunks, "a request in the place of a chunk", chunked(INNER)),
  refused(chunks, "no last chunk, but a request", chunked(`5\r\nhello\r\n${INNER}`)),
  served(chunks, "a chunk size with zeros, as long as a size may be", size("0000000000005"), "POST / hello"),
  served(
    chunks,
    "a chunk of bytes that look like an end",
    chunked("5\r\n0\r\n\r\n\r\n0\r\n\r\n"),
    "POST / 0\r\n\r\n",
  ),
  {
    ...served(
      chunks,
      "what follows the last chunk is the next request",
      chunked(`2\r\nhi\r\n0\r\n\r\n${INNER}`),
      "GET /inner ",
    ),
    earlier: ["POST / hi"],
  },
  refused(extension, "an extension without a name", size("5;")),
  refused(extension, "an extension without a name, but with a value", size("5;=a")),
  refused(extension, "an extension with an empty value", size("5;a=")),
  refused(extension, "an extension with a bracket in its name", size("5;a[=b")),
  refused(extension, "an extension with a NUL", size("5;a\0")),
  refused(extension, "an extension with a bare LF", chunked("5;a\nhello\r\n0\r\n\r\n")),
  refused(extension, "an extension with a bare LF in its quotes", chunked('5;a="\n"\r\nhello\r\n0\r\n\r\n')),
  refused(extension, "an extension with a bare CR in its quotes", size('5;a="\r"')),
  refused(extension, "an extension whose quotes do not close", size('5;a="b')),
  refused(extension, "an extension with words behind its quotes", size('5;a="b"c')),
  refused(extension, "an extension without its semicolon", size("5 a=b")),
  refused(
    extension,
    "an extension of the last chunk that is malformed",
    chunked("5\r\nhello\r\n0;;\r\n\r\n"),
  ),
  served(extension, "an extension with a quoted semicolon", size('5;a="b;c"'), "POST / hello"),
  refused(trailers, "a folded trailer", trailer("X: a\r\n b")),
  refused(trailers, "a trailer with a NUL", trailer("X: \0")),
  refused(trailers, "a trailer without a name", trailer(": a")),
  refused(trailers, "a bare LF as the end of the trailers", chunked("0\r\nX: a\r\n\n")),
  refused(trailers, "a bare CR in a trailer", trailer("X: a\rb")),
  served(
    "RFC 9110 §6.5.1",
    "a Content-Length among the trailers counts for nothing",
    trailer("Content-Length: 50"),
    "POST / hello",
  ),
  served(
    "RFC 9110 §6.5.1",
    "a Transfer-Encoding among the trailers counts for nothing",
    trailer("Transfer-Encoding: chunked"),
    "POST / hello",
  ),
  served(
    "RFC 9110 §6.5.1",
    "a Host among the trailers counts for nothing",
    trailer("Host: b"),
    "POST / hello",
  ),
  served(
    "RFC 9110 §6.5.1",
    "a Connection: close among the trailers counts for nothing",
    trailer("Connection: close"),
    "POST / hello",
  ),
];
