/** Files: `ray/static`. */

export { contentTypeOf } from "./content-type.ts";
export { type SendFileOptions, sendFile } from "./send-file.ts";
export { type StaticOptions, staticFiles } from "./static-files.ts";
