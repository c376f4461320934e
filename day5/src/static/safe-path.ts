/**
 * From the path of a request to names of folders and a file below a root, or to none. Pure. A path that could mean
 * two things, or another one on another system, names no file: no `..` in any spelling, no slash inside of a name,
 * no NUL, no drive or stream of Windows, no device. Symbolic links are looked at where the file is opened.
 */

/** Never the name of a file here: the separators and drives of any system, and controls. */
const FORBIDDEN = /[\\/:\0-\x1f\x7f]/;
/** Windows drops them: `secret.txt.` would be another spelling of a name that the program guards. */
const DROPPED_AT_END = /[. ]$/;
/** They are devices there, whatever ending they have. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)/i;

export interface SafePath {
  /** Decoded. None for the root itself. */
  readonly names: readonly string[];
  /** It ended with a slash: a folder is meant. */
  readonly isFolder: boolean;
}

/**
 * @param path as `c.path`: percent-encoded, beginning with a slash.
 * @param dotfiles whether names that begin with a dot are files like others; they are mostly not meant to be seen.
 */
export function safePath(path: string, dotfiles: boolean): SafePath | null {
  if (!path.startsWith("/")) return null;
  // Split first and decode after: an encoded slash must not become one.
  const parts = path.slice(1).split("/");
  const isFolder = parts.at(-1) === "";
  if (isFolder) parts.pop();
  const names: string[] = [];
  for (const part of parts) {
    const name = decode(part);
    if (name === null || !isSafeName(name) || (name.startsWith(".") && !dotfiles)) return null;
    names.push(name);
  }
  return { names, isFolder };
}

/** Whether it is the name of the same file on every system, or of none. */
function isSafeName(name: string): boolean {
  return name !== "" && !FORBIDDEN.test(name) && !DROPPED_AT_END.test(name) && !DEVICE.test(name);
}

/** Null where a percent sign encodes nothing, or bytes that are no UTF-8. */
function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
