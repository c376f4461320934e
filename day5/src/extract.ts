/** Extractors: `ray/extract`. */

export { bytes, type FormValue, form, json, text } from "./extract/from-body.ts";
export { header, path, query, remoteAddress, type ValueExtractor } from "./extract/from-head.ts";
export { type Extractor, handler } from "./extract/handler.ts";
export { bool, int, type Parse } from "./extract/parse-text.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "./extract/standard-schema.ts";
