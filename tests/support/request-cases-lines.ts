/** More raw requests about lines: what ends them, what may stand before the first, and what is in a field. */

import { type RequestCase, refused, refusedWith, served } from "./request-case.ts";

const get = (target: string, fields = "") => `GET ${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;
const field = (line: string) => get("/", `${line}\r\n`);
const version = (text: string) => `GET / ${text}\r\nHost: a\r\n\r\n`;
const host = (value: string) => `GET / HTTP/1.1\r\nHost: ${value}\r\n\r\n`;

const lineEnd = "RFC 9112 §2.2";
const versionRule = "RFC 9112 §2.3";
const line = "RFC 9112 §3";
const hostRule = "RFC 9112 §3.2";
const fields = "RFC 9112 §5";
const fold = "RFC 9112 §5.2";
const token = "RFC 9110 §5.6.2";
const value = "RFC 9110 §5.5";
const tooLarge = "431 Request Header Fields Too Large";

export const lineCases: readonly RequestCase[] = [
  served(lineEnd, "as many empty lines before the request as are allowed", `${"\r\n".repeat(8)}${get("/")}`),
  refused(lineEnd, "one empty line too many before the request", `${"\r\n".repeat(9)}${get("/")}`),
  refused(lineEnd, "empty lines without end", "\r\n".repeat(5_000)),
  refused(lineEnd, "a bare CR before the request", `\r${get("/")}`),
  refused(lineEnd, "CR CR LF before the request", `\r\r\n${get("/")}`),
  refused(lineEnd, "a line of white space before the request", `  \r\n${get("/")}`),
  refused(lineEnd, "white space before the method", ` ${get("/")}`),
  refused(lineEnd, "a byte order mark before the request", `\xef\xbb\xbf${get("/")}`),
  refused(lineEnd, "LF CR as a line end", "GET / HTTP/1.1\n\rHost: a\r\n\r\n"),
  refused(lineEnd, "CR CR LF as a line end", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"),
  refused(lineEnd, "a bare CR in place of the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\rX: b\r\n\r\n"),
  refused(lineEnd, "a bare CR between two fields", field("X: a\rContent-Length: 5")),
  refused(lineEnd, "a bare LF between two fields that hides a length", field("X: a\nContent-Length: 5")),
  refused(lineEnd, "a bare CR in a field name", field("Content\rLength: 5")),
  refused(
    lineEnd,
    "white space on a line of its own before the fields",
    "GET / HTTP/1.1\r\n \r\nHost: a\r\n\r\n",
  ),
  refused(lineEnd, "a bare LF inside the request line", "GET /\nHTTP/1.1\r\nHost: a\r\n\r\n"),
  // RFC 9112 §2.2 speaks of CR LF; these characters are line ends for people only.
  refused(lineEnd, "a vertical tab as a line end", "GET / HTTP/1.1\x0bHost: a\r\n\r\n"),
  served(value, "NEL, which is a line end elsewhere, in a value", field("X: a\x85b")),
  refused(versionRule, "a version without a minor part", version("HTTP/1")),
  refused(versionRule, "a version that ends in its dot", version("HTTP/1.")),
  refused(versionRule, "a version with leading zeros", version("HTTP/01.01")),
  refused(versionRule, "white space inside the version", version("HTTP/ 1.1")),
  refused(versionRule, "bare CRs inside the version", version("HTTP/\r\r1.1")),
  refused(versionRule, "a version with a letter", version("HTTP/1.x")),
  refused(versionRule, "a version in mixed case", version("Http/1.1")),
  refused(versionRule, "a version with a sign", version("HTTP/1.+1")),
  refused(versionRule, "a protocol whose name ends in HTTP", version("XHTTP/1.1")),
  refusedWith(
    "505 HTTP Version Not Supported",
    versionRule,
    "HTTP/1.1 of another major",
    version("HTTP/9.9"),
  ),
  refusedWith(
    "505 HTTP Version Not Supported",
    "RFC 9113 §3.4",
    "the preface of HTTP/2",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  ),
  served("RFC 9110 §2.5", "HTTP/1.9 is spoken to as 1.1", version("HTTP/1.9"), "GET / "),
  refused(line, "a request line without a target", "GET HTTP/1.1\r\nHost: a\r\n\r\n"),
  refused(line, "a request line that is only a method", "GET\r\nHost: a\r\n\r\n"),
  refused(line, "a request line with four parts", "GET / HTTP/1.1 HTTP/1.1\r\nHost: a\r\n\r\n"),
  refused(line, "a request line of HTTP/0.9 that no empty line follows", "GET /\r\n"),
  refused(
    fields,
    "a field without a colon in a head that does not end",
    "GET / HTTP/1.1\r\nHost: a\r\nX\r\n",
  ),
  refused(fold, "a folded field in a head that does not end", "GET / HTTP/1.1\r\n Host: a\r\n"),
  refused(line, "a vertical tab for a space", "GET\x0b/ HTTP/1.1\r\nHost: a\r\n\r\n"),
  refused(line, "a no-break space for a space", "GET\xa0/ HTTP/1.1\r\nHost: a\r\n\r\n"),
  refused(line, "an answer instead of a request", "HTTP/1.1 200 OK\r\nHost: a\r\n\r\n"),
  refused(token, "a quotation mark in the method", 'G"T / HTTP/1.1\r\nHost: a\r\n\r\n'),
  refused(token, "a colon in the method", "GE:T / HTTP/1.1\r\nHost: a\r\n\r\n"),
  refused(token, "a byte over 127 in the method", "G\xc9T / HTTP/1.1\r\nHost: a\r\n\r\n"),
  served(
    "RFC 9110 §9.1",
    "a method of every mark a token may have",
    "!#$%&'*+-.^_`|~ / HTTP/1.1\r\nHost: a\r\n\r\n",
  ),
  refused("RFC 9110 §9.1", "a method without end", `${"A".repeat(20_000)} / HTTP/1.1\r\nHost: a\r\n\r\n`),
  refused(hostRule, "two hosts in one Host", host("a, b")),
  refused(hostRule, "two hosts in one Host without a space", host("a,b")),
  refused(hostRule, "a Host with a scheme", host("http://a")),
  refused(hostRule, "a Host with a query", host("a?b")),
  refused(hostRule, "a Host with a fragment", host("a#b")),
  refused(hostRule, "a Host with a backslash", host("a\\b")),
  refused(hostRule, "a Host with two ports", host("a:80:80")),
  refused(hostRule, "a Host with a negative port", host("a:-1")),
  refused(hostRule, "a Host with a port of six digits", host("a:123456")),
  refused(hostRule, "a Host with angle brackets", host("<a>")),
  refused(hostRule, "an IPv6 Host without brackets", host("::1")),
  refused(hostRule, "an IPv6 Host with a zone", host("[fe80::1%eth0]")),
  refused(hostRule, "an IPv6 Host with nothing in its brackets", host("[]")),
  refused(hostRule, "a Host with a percent sign that encodes nothing", host("a%zz")),
  refused(hostRule, "a NUL in a Host", host("a\0")),
  refused("RFC 9112 §3.3", "an empty Host", host("")),
  refused("RFC 9112 §3.3", "a Host that is only a port", host(":80")),
  refused("RFC 9112 §3.3", "an empty Host on HTTP/1.0", "GET / HTTP/1.0\r\nHost:\r\n\r\n"),
  served(hostRule, "a Host with an empty port", host("a:")),
  served(hostRule, "a Host with white space around it", host("\t a \t")),
  served(hostRule, "a Host with an encoded byte", host("a%20b")),
  refused(
    hostRule,
    "a Host behind a space, and another one",
    "GET / HTTP/1.1\r\nHost: a\r\n Host: b\r\n\r\n",
  ),
  refused(
    hostRule,
    "two Host fields with others between them",
    "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nHOST: a\r\n\r\n",
  ),
  refused(fold, "a folded Host", "GET / HTTP/1.1\r\nHost:\r\n a\r\n\r\n"),
  refused(fold, "a folded Transfer-Encoding", field("Transfer-Encoding:\r\n chunked")),
  refused(fold, "a folded Content-Length", field("Content-Length:\r\n\t5")),
  refused(fold, "a fold that is only white space", field("X: a\r\n \r\nY: b")),
  refused(fold, "a fold in front of the colon", field("X\r\n : a")),
  refused(fields, "a field line that is only a colon", field(":")),
  refused(fields, "a vertical tab before the colon", field("X\x0b: a")),
  refused(fields, "a no-break space before the colon", field("X\xa0: a")),
  refused(fields, "NEL before the colon of Content-Length", field("Content-Length\x85: 5")),
  refused(fields, "a name over two lines", field("Transfer-\r\nEncoding: chunked")),
  refused(fields, "a space for the colon of Content-Length", field("Content-Length 5")),
  refused(token, "a comma in a name", field("X,Y: a")),
  refused(token, "a semicolon in a name", field("X;Y: a")),
  refused(token, "a slash in a name", field("X/Y: a")),
  refused(token, "an at sign in a name", field("X@Y: a")),
  refused(token, "quotation marks around a name", field('"X": a')),
  refused(token, "a control character in a name", field("X\x01: a")),
  refused(token, "a DEL in a name", field("X\x7f: a")),
  served(token, "an underscore in a name makes it another name", field("Content_Length: 5"), "GET / "),
  refused(value, "a NUL as a value", field("X: \0")),
  refused(value, "a backspace in a value", field("X: a\x08")),
  refused(value, "a vertical tab in a value", field("X: a\x0bb")),
  refused(value, "a form feed in a value", field("X: a\x0cb")),
  served(value, "a value without a space before it", field("X:a")),
  served(value, "a value of white space", field("X: \t ")),
  served(value, "colons in a value", field("X: a: b: c")),
  served(value, "UTF-8 in a value", field("X: gr\xc3\xbc\xc3\x9fe")),
  refusedWith(tooLarge, "RFC 6585 §5", "a field name without end", field(`${"X".repeat(20_000)}: a`)),
  refusedWith(
    tooLarge,
    "RFC 6585 §5",
    "fields without end and without values",
    get("/", "X:\r\n".repeat(5_000)),
  ),
  served("RFC 6585 §5", "a hundred fields", get("/", "X-Name: value\r\n".repeat(100))),
];
