/**
 * `ray/static`: files as answers. `staticFiles` serves a folder by the paths of clients, `sendFile` one file by a path
 * that the program has chosen.
 */

export { contentTypeOf } from "./content-type.ts";
export { type SendFileOptions, sendFile } from "./send-file.ts";
export { type StaticOptions, staticFiles } from "./static-files.ts";
