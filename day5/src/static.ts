/** Files: `ray/static`. */

export { contentTypeOf } from "./static/content-type.ts";
export { type SendFileOptions, sendFile } from "./static/send-file.ts";
export { type StaticOptions, staticFiles } from "./static/static-files.ts";
