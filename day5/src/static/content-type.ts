/**
 * The media type of a file, by the end of its name: a table of what web sites are made of, held against `mime-db` by a
 * test. What is not in it is bytes: a browser that is told nothing else must save it, and never guess. It never looks
 * into a file: what a file says of itself may be a trick.
 */

/**
 * By the end of a name, in lower case and without the dot. It inherits nothing: a file may be called `a.constructor`.
 */
const TYPES: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  aac: "audio/aac",
  apng: "image/apng",
  atom: "application/atom+xml",
  avif: "image/avif",
  bin: "application/octet-stream",
  bmp: "image/bmp",
  cjs: "application/node",
  css: "text/css",
  csv: "text/csv",
  epub: "application/epub+zip",
  flac: "audio/x-flac",
  gif: "image/gif",
  gz: "application/gzip",
  htm: "text/html",
  html: "text/html",
  ico: "image/x-icon",
  ics: "text/calendar",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript",
  json: "application/json",
  jsonld: "application/ld+json",
  m4a: "audio/mp4",
  map: "application/json",
  md: "text/markdown",
  mjs: "text/javascript",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  mpeg: "video/mpeg",
  oga: "audio/ogg",
  ogg: "audio/ogg",
  ogv: "video/ogg",
  opus: "audio/ogg",
  otf: "font/otf",
  pdf: "application/pdf",
  png: "image/png",
  rss: "application/rss+xml",
  rtf: "text/rtf",
  svg: "image/svg+xml",
  tar: "application/x-tar",
  tif: "image/tiff",
  tiff: "image/tiff",
  toml: "application/toml",
  ttf: "font/ttf",
  txt: "text/plain",
  vtt: "text/vtt",
  wasm: "application/wasm",
  wav: "audio/wav",
  weba: "audio/webm",
  webm: "video/webm",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff: "font/woff",
  woff2: "font/woff2",
  xhtml: "application/xhtml+xml",
  xml: "text/xml",
  yaml: "text/yaml",
  yml: "text/yaml",
  zip: "application/zip",
});

/** The endings that have a type of their own, without the dot. */
export const knownEndings: readonly string[] = Object.keys(TYPES);

/**
 * Text is taken for UTF-8, as all editors of today write it: without the charset a browser would guess. `path` may be
 * a name or a whole path, with the slashes of any system; only what stands behind the last one counts. The value is
 * ready for the Content-Type field.
 */
export function contentTypeOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const dot = name.lastIndexOf(".");
  const type = dot < 0 ? undefined : TYPES[name.slice(dot + 1).toLowerCase()];
  if (type === undefined) return "application/octet-stream";
  return type.startsWith("text/") ? `${type}; charset=utf-8` : type;
}
