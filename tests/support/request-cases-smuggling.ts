/**
 * Raw requests that two programs in a row could read in two ways: lengths and codings in disguise. Those
 * with a request inside their body must never get a second answer.
 */

import { type RequestCase, refused, refusedWith, served } from "./request-case.ts";

const INNER = "GET /inner HTTP/1.1\r\nHost: a\r\n\r\n";
const post = (fields: string, body: string) => `POST / HTTP/1.1\r\nHost: a\r\n${fields}\r\n${body}`;
const cl = (value: string) => post(`Content-Length: ${value}\r\n`, "hello");
const te = (value: string) => post(`Transfer-Encoding: ${value}\r\n`, "5\r\nhello\r\n0\r\n\r\n");
const teLine = (line: string) => post(`${line}\r\n`, `0\r\n\r\n${INNER}`);
const both = (fields: string) => post(fields, `0\r\n\r\n${INNER}`);

const length = "RFC 9112 §6.2";
const coding = "RFC 9112 §6.1";
const end = "RFC 9112 §6.3";
const beforeColon = "RFC 9112 §5.1";
const list = "RFC 9110 §5.6.1";
const notImplemented = "501 Not Implemented";

export const smugglingCases: readonly RequestCase[] = [
  refused(length, "a Content-Length of minus zero", cl("-0")),
  refused(length, "an octal Content-Length", cl("0o5")),
  refused(length, "a Content-Length with an underscore", cl("1_0")),
  refused(length, "a Content-Length with an exponent", cl("5e0")),
  refused(length, "a Content-Length in quotes", cl('"5"')),
  refused(length, "a Content-Length with a letter behind it", cl("5x")),
  refused(length, "a Content-Length with a semicolon behind it", cl("5;")),
  refused(length, "a Content-Length that is a word", cl("five")),
  refused(length, "a Content-Length of 2^53 + 1", cl("9007199254740993")),
  refused(length, "a Content-Length of 2^63", cl("9223372036854775808")),
  refused(
    length,
    "a Content-Length of 2^32 + 5, behind zeros beyond measure",
    cl(`${"0".repeat(30)}4294967301`),
  ),
  refused(length, "a Content-Length in fullwidth digits", cl("\xef\xbc\x95")),
  refused(length, "a Content-Length with a superscript digit", cl("\xb25")),
  refused(length, "a Content-Length list of different values", cl("5, 6")),
  refused(length, "a Content-Length list of three equal values", cl("5, 5, 5")),
  refused(length, "a Content-Length with a comma behind it", cl("5,")),
  refused(length, "a Content-Length with a comma before it", cl(",5")),
  refused(length, "a Content-Length with a NUL behind it", cl("5\0")),
  refused(length, "a Content-Length with a vertical tab before it", cl("\x0b5")),
  refused(length, "a Content-Length and an empty one", cl("5\r\nContent-Length:")),
  refused(beforeColon, "a tab before the colon of Content-Length", post("Content-Length\t: 5\r\n", "hello")),
  refused(
    coding,
    "both, and a request behind the chunks",
    both(`Content-Length: ${5 + INNER.length}\r\nTransfer-Encoding: chunked\r\n`),
  ),
  refused(
    coding,
    "both, the coding first, and a request behind the chunks",
    both("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n"),
  ),
  refused(coding, "both, the coding unknown", both("Content-Length: 5\r\nTransfer-Encoding: xchunked\r\n")),
  refused(coding, "both, the coding identity", both("Content-Length: 5\r\nTransfer-Encoding: identity\r\n")),
  refused(coding, "both, the coding empty", both("Content-Length: 5\r\nTransfer-Encoding:\r\n")),
  refused(
    coding,
    "both, the coding in capitals",
    both("CONTENT-LENGTH: 5\r\nTRANSFER-ENCODING: CHUNKED\r\n"),
  ),
  refused(
    coding,
    "both, other fields between them",
    both("Transfer-Encoding: chunked\r\nX: y\r\nContent-Length: 5\r\n"),
  ),
  refused(
    coding,
    "both on HTTP/1.0",
    `POST / HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ),
  refused(
    coding,
    "Transfer-Encoding on HTTP/1.0 with keep-alive",
    `POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ),
  refused(
    beforeColon,
    "a space before the colon of Transfer-Encoding",
    teLine("Transfer-Encoding : chunked"),
  ),
  refused(beforeColon, "a tab before the colon of Transfer-Encoding", teLine("Transfer-Encoding\t: chunked")),
  refused("RFC 9112 §5", "a NUL in the name Transfer-Encoding", teLine("Transfer\0Encoding: chunked")),
  refused("RFC 9112 §5", "a space before Transfer-Encoding", teLine("X: y\r\n Transfer-Encoding: chunked")),
  refused(coding, "a form feed before chunked", te("\x0cchunked")),
  refused(coding, "a NUL behind chunked", te("chunked\0")),
  refused(coding, "a bare CR behind chunked", te("chunked\r")),
  refused(coding, "a bare LF before chunked", te("\nchunked")),
  served(coding, "white space around chunked", te(" \t chunked \t "), "POST / hello"),
  served(
    coding,
    "chunked without a space before it",
    post("Transfer-Encoding:chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"),
    "POST / hello",
  ),
  refused(list, "a comma before chunked", te(", chunked")),
  refused(list, "a comma behind chunked", te("chunked,")),
  refused(list, "two commas and chunked", te(",,chunked")),
  refused(list, "chunked and an empty Transfer-Encoding", te("chunked\r\nTransfer-Encoding:")),
  refused(end, "chunked twice in one word", te("chunkedchunked")),
  refused(end, "chunked with a letter before it", te("xchunked")),
  refused(end, "chunked with a sign before it", te("-chunked")),
  refused(end, "chunked with a space inside", te("chun ked")),
  refused(end, "chunked with another word behind it", te("chunked x")),
  refused(end, "chunked with a semicolon behind it", te("chunked;")),
  refused(end, "a coding and chunked without their comma", te("gzip chunked")),
  refused(end, "chunked in single quotes", te("'chunked'")),
  refused(end, "chunked between brackets", te("[chunked]")),
  refused(end, "identity, chunked and identity", te("identity, chunked, identity")),
  refused(end, "chunked, gzip and chunked", te("chunked, gzip, chunked")),
  refusedWith(notImplemented, coding, "identity under chunked", te("identity, chunked")),
  refusedWith(notImplemented, coding, "a coding with a parameter under chunked", te("gzip;q=1, chunked")),
  served(
    coding,
    "an underscore makes Transfer_Encoding another name",
    post("Transfer_Encoding: chunked\r\nContent-Length: 5\r\n", "hello"),
    "POST / hello",
  ),
  served(
    coding,
    "a TE field frames nothing",
    post("TE: chunked, trailers\r\nContent-Length: 5\r\n", "hello"),
    "POST / hello",
  ),
];
