/**
 * The layers of the framework: an import only ever points down. check-imports.ts asks importProblem for each one.
 */

/** From the ground up; folders on one line are siblings. Drawn in docs/reference/architecture.md. */
export const LAYERS: readonly (readonly string[])[] = [
  // What comes from outside, options and thrown values, is looked at on every layer.
  ["guard"],
  ["log", "sync"],
  ["event-loop"],
  ["net"],
  ["http"],
  ["http/h1", "http/h2"],
  // A file of its own layer: it chooses the protocol of a connection, so it sits above both of them.
  ["http/serve.ts"],
  ["endpoint"],
  ["hook"],
  ["router"],
  ["app"],
  // What programs may import. The batteries above are programs: they see nothing else.
  ["index.ts", "net.ts", "event-loop.ts", "fetch.ts", "wrap.ts"],
  // What several of them are made of.
  ["kit"],
  ["extract", "middleware", "cookie", "session", "static", "stream", "ws", "testing"],
  ["testing.ts"],
];

/** Siblings do not import each other, but a cookie is what a session puts its id into, and what a handler may want. */
const ALLOWED_SIBLINGS: Readonly<Record<string, readonly string[]>> = {
  session: ["cookie"],
  extract: ["cookie"],
};

/** Folders that are only a room of a larger part and share its layer. */
const ROOMS: Readonly<Record<string, string>> = { "net/tls": "net" };

/** Whether one room may import its sibling. */
export function mayUseSibling(room: string, sibling: string): boolean {
  return ALLOWED_SIBLINGS[room]?.includes(sibling) ?? false;
}

/** The entry of LAYERS that a file (relative to src) belongs to, or null when its folder is in none of them. */
export function partOf(file: string): string | null {
  const folder = file.slice(0, Math.max(file.lastIndexOf("/"), 0));
  const part = levelOf(file) === -1 ? (ROOMS[folder] ?? folder) : file;
  return levelOf(part) === -1 ? null : part;
}

/** Why `from` may not import `to` (both relative to src), or null when it may. Unknown folders are not judged. */
export function importProblem(from: string, to: string): string | null {
  const upper = partOf(from);
  const lower = partOf(to);
  if (upper === null || lower === null || upper === lower) return null;
  if (levelOf(lower) < levelOf(upper)) return null;
  if (levelOf(lower) > levelOf(upper)) {
    return `${upper} lies below ${lower}, and an import only points down: move what is shared to ${upper} or lower`;
  }
  if (mayUseSibling(upper, lower)) return null;
  return `${upper} and ${lower} are siblings and do not import each other: move what they share to a lower layer`;
}

/** For messages: every known place, lowest first. */
export function describeLayers(): string {
  return LAYERS.map((level) => level.join(", ")).join(" ← ");
}

function levelOf(part: string): number {
  return LAYERS.findIndex((level) => level.includes(part));
}
