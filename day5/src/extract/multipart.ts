/**
 * `multipart({ parser: Busboy })`: a form with files (RFC 7578). The parser is @fastify/busboy, handed in by the
 * program. A file goes to what the program says while it arrives, and the client waits where that is slow: never more
 * of it is here than a few pieces. Texts are kept. All has a bound, and beyond it a request is a 413 that names it.
 */

import type { AppContext } from "../index.ts";
import { type BodyExtractor, wants, withOptional } from "./from-body.ts";
import {
  type Multipart,
  type MultipartLimits,
  MultipartReading,
  notForm,
  type ParserInstance,
} from "./multipart-reading.ts";
import { type FilePart, type MemoryFile, toMemory } from "./upload.ts";

/**
 * The part of the class `Busboy` of @fastify/busboy that is needed: handed in, as all that is not Node's. Another
 * parser fits where it has the same options and events. It is made anew for each request.
 */
export type MultipartParser = new (options: {
  readonly headers: { readonly "content-type": string };
  readonly limits: Readonly<Record<string, number>>;
}) => ParserInstance;

export interface MultipartOptions<Kept> {
  /** `import { Busboy } from "@fastify/busboy"`, and hand in the class itself. */
  readonly parser: MultipartParser;
  /**
   * What becomes of a file: its promise is waited for, and what it gives is in `files`. What it leaves unread is thrown
   * away. Default: `toMemory`.
   */
  readonly file?: (part: FilePart, c: AppContext) => Kept | Promise<Kept>;
  /** Each by itself; what is left out has its default. */
  readonly limits?: Partial<MultipartLimits>;
}

/** Room for a form with some photographs; a program that takes films says so. */
const DEFAULTS: MultipartLimits = {
  parts: 100,
  files: 10,
  nameBytes: 100,
  textBytes: 64 * 1024,
  fileBytes: 10 * 1024 * 1024,
  totalBytes: 16 * 1024 * 1024,
};

/** The boundary is the parser's to find; without one it is a 400. */
const MULTIPART_TYPE = /^multipart\/form-data[\t ]*(?:;|$)/i;

/**
 * Errors: TypeError, RangeError for options that cannot be, when it is made; HttpError 415 for another type, 413 that
 * says which limit, 400 for what is no such form, 408; and what `file` throws.
 */
export function multipart(options: MultipartOptions<MemoryFile>): BodyExtractor<Multipart<MemoryFile>>;
export function multipart<Kept>(options: MultipartOptions<Kept>): BodyExtractor<Multipart<Kept>>;
export function multipart(options: MultipartOptions<unknown>): BodyExtractor<Multipart<unknown>> {
  const { parser: Parser, file = toMemory } = options;
  // Types do not reach a program in JavaScript: one that hands in the module and not its class hears it at the start.
  if (typeof Parser !== "function")
    throw new TypeError("multipart needs a parser: multipart({ parser: Busboy }), of @fastify/busboy");
  const limits = { ...DEFAULTS, ...options.limits };
  for (const [name, value] of Object.entries(limits)) checkLimit(name, value);
  return withOptional(async (c) => {
    wants(c, MULTIPART_TYPE, "multipart/form-data");
    c.req.limitBody(limits.totalBytes);
    // Made only now: a request of another type costs no parser.
    const reading = new MultipartReading((part) => file(part, c), limits);
    return reading.read(c, newParser(Parser, c, limits));
  });
}

/** Errors: HttpError 400 for a type without a boundary. */
function newParser(Parser: MultipartParser, c: AppContext, limits: MultipartLimits): ParserInstance {
  const type = c.req.headers.get("content-type") ?? "";
  try {
    return new Parser({
      headers: { "content-type": type },
      limits: {
        parts: limits.parts,
        files: limits.files,
        fieldSize: limits.textBytes,
        fileSize: limits.fileBytes,
        // A part has four fields at most that mean anything, and its names have a bound.
        headerPairs: 20,
        headerSize: 8 * 1024,
      },
    });
  } catch (cause) {
    // A boundary is missing: the parser looks at nothing else yet.
    throw notForm(cause);
  }
}

/**
 * A misspelt limit would be no limit at all, so it is an error. Errors: TypeError for a name, RangeError for a
 * number.
 */
function checkLimit(name: string, value: number): void {
  if (!(name in DEFAULTS)) throw new TypeError(`multipart has no limit "${name}"`);
  if (value !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(value) && value >= 0))
    throw new RangeError(
      `limits.${name} of multipart must be a whole number from 0 on, not ${String(value)}`,
    );
}
