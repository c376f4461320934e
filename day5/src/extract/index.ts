/**
 * `ray/extract`: handlers that say what they need. `handler` puts them together; the others say where a value stands.
 * Any function of the context fits beside them, such as `session` of `ray/session`.
 */

export { type BodyExtractor, bytes, type FormValue, form, json, text } from "./from-body.ts";
export {
  cookie,
  header,
  type OneExtractor,
  path,
  query,
  remoteAddress,
  state,
  type ValueExtractor,
} from "./from-head.ts";
export { type Extractor, handler } from "./handler.ts";
export {
  type MultipartOptions,
  type MultipartParser,
  multipart,
} from "./multipart.ts";
export type { Multipart, MultipartLimits } from "./multipart-reading.ts";
export { bool, int, type Parse } from "./parse-text.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "./standard-schema.ts";
export { type Behind, behind, type Gives, type Supply, supply } from "./supply.ts";
export { type FilePart, type MemoryFile, type TemporaryFile, toMemory, toTemporaryFile } from "./upload.ts";
