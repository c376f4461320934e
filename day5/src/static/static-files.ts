/**
 * A folder on the wire: `router.nest("/assets", staticFiles("public"))`. It answers GET and HEAD for the files below
 * its root and nothing else: no path leads out of it, also not through a symbolic link, and what is hidden stays so.
 * It lists no folders and writes nothing. What is on the disk is what is sent, for small files up to a second later.
 */

import { realpathSync, statSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { type AppContext, type Endpoint, HttpError, Response } from "../index.ts";
import { acceptedCoding } from "../kit/index.ts";
import { contentTypeOf } from "./content-type.ts";
import { KeptFiles } from "./kept-files.ts";
import { type OpenFile, openFile } from "./open-file.ts";
import { type SafePath, safePath } from "./safe-path.ts";
import { answerWith } from "./send-file.ts";

/** Content codings and the ends of the names of files that have them. */
const ENDINGS = { br: ".br", gzip: ".gz" } as const;

export interface StaticOptions {
  /** What stands for a folder, the first that is there. Default ["index.html"]; []: folders are not answered. */
  readonly index?: readonly string[];
  /** Also files and folders that begin with a dot. Default false. */
  readonly dotfiles?: boolean;
  /** Files that stand compressed beside their original, as `a.css.br` beside `a.css`; the first that fits. Default []. */
  readonly precompressed?: readonly (keyof typeof ENDINGS)[];
  /**
   * Milliseconds for which a small file is sent out of memory, without a look at the disk. Default 1,000: what is changed
   * or deleted is sent as it was for a second at most, as it would be had the request come a second earlier. 0: never.
   */
  readonly keepMs?: number;
  /** The Cache-Control field, for all files or by the path below the root. Default "no-cache". */
  readonly cacheControl?: string | ((path: string) => string);
}

/** Errors: RangeError for what is no time; when it starts, Error that names a folder that is not there. */
export function staticFiles(root: string, options: StaticOptions = {}): Endpoint {
  return new StaticFiles(root, options);
}

/** Made by the program, once; all requests share it. It keeps nothing of a request. */
class StaticFiles implements Endpoint {
  /** As the program wrote it: for messages, and to look again where the start has not. */
  readonly #root: string;
  /** With all defaults, from the constructor on. */
  readonly #options: Required<StaticOptions>;
  /** Small files of the last moment. Of this folder alone: another `staticFiles` has its own. */
  readonly #kept: KeptFiles;
  /** The root without links, from the first time it is needed. */
  #real: string | null = null;

  constructor(root: string, options: StaticOptions) {
    this.#root = root;
    this.#options = {
      index: ["index.html"],
      dotfiles: false,
      precompressed: [],
      cacheControl: "no-cache",
      keepMs: 1_000,
      ...options,
    };
    this.#kept = new KeptFiles(this.#options.keepMs);
  }

  /** Errors: Error when there is no such folder: a typing error must not become a site of 404s. */
  prepare(): void {
    if (!statSync(this.#root, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`staticFiles: there is no folder ${this.#root}`);
    this.#real = realpathSync(this.#root);
  }

  /** `c.path` is that below the place where the folder is nested. Errors: HttpError 404, 405; as `sendFile`. */
  async call(c: AppContext): Promise<Response> {
    if (c.method !== "GET" && c.method !== "HEAD")
      throw new HttpError(405, undefined, { headers: { allow: "GET, HEAD" } });
    // What could be read in two ways is no file at all: no reason is given, since it would only help who tries.
    const path = safePath(c.path, this.#options.dotfiles);
    if (path === null) throw new HttpError(404);
    if (path.isFolder || path.names.length === 0) return this.#sendIndex(c, path);
    const name = path.names.join("/");
    const answer = await this.#send(c, name);
    if (answer !== null) return answer;
    if (await this.#hasIndex(name)) return redirectToFolder(c);
    throw new HttpError(404);
  }

  /** A folder is its index, under the folder's own path. */
  async #sendIndex(c: AppContext, path: SafePath): Promise<Response> {
    for (const index of this.#options.index) {
      const answer = await this.#send(c, [...path.names, index].join("/"));
      if (answer !== null) return answer;
    }
    throw new HttpError(404);
  }

  /**
   * Null: there is no such file. Looks for a compressed sibling first, where the client can decode one, then for the
   * file itself. The type is by `name` in both cases. Errors: as `sendFile`.
   */
  async #send(c: AppContext, name: string): Promise<Response | null> {
    const { cacheControl, precompressed } = this.#options;
    const type = contentTypeOf(name);
    const headers: Record<string, string> = {};
    const coding =
      precompressed.length === 0 ? null : acceptedCoding(c.req.headers.get("accept-encoding"), precompressed);
    // The type is that of the original: a browser decodes first and then looks at the type (RFC 9110 §8.4).
    let file = coding === null ? null : await this.#open(name + ENDINGS[coding], coding);
    if (file !== null && coding !== null) headers["content-encoding"] = coding;
    file ??= await this.#open(name);
    if (file === null) return null;
    // RFC 9110 §12.5.5: a cache must not give one client what another one has asked for.
    if (precompressed.length > 0) headers.vary = "accept-encoding";
    // By the path below the root: names with a hash in them may be kept for ever, pages may not.
    const told = typeof cacheControl === "function" ? cacheControl(name) : cacheControl;
    return answerWith(c, file, { type, headers, cacheControl: told });
  }

  /** Looked at only where no file has the name: a redirect to a folder without an index would be no help. */
  async #hasIndex(name: string): Promise<boolean> {
    for (const index of this.#options.index) {
      const file = await this.#open(`${name}/${index}`);
      await file?.content.close();
      if (file !== null) return true;
    }
    return false;
  }

  /** A compressed sibling is told from the same file under its own name, whose tag is another. */
  #open(name: string, coding = ""): Promise<OpenFile | null> {
    return this.#kept.get(`${coding}:${name}`, () => this.#find(name, coding));
  }

  /**
   * A link may lead anywhere: what counts is where it ends. Null for what is not there, leads out of the root, or is
   * hidden. Between this look and the opening a link could be changed, but only by a program that may write below the
   * root. Errors: those of `openFile`, and of a root that is gone.
   */
  async #find(name: string, coding: string): Promise<OpenFile | null> {
    this.#real ??= await realpath(this.#root);
    let real: string;
    try {
      real = await realpath(join(this.#real, name));
    } catch {
      return null;
    }
    const prefix = this.#real.endsWith(sep) ? this.#real : this.#real + sep;
    if (!real.startsWith(prefix)) return null;
    // Once more, of the true name: Windows knows `.git` as `GIT~1` as well.
    const isHidden = real
      .slice(prefix.length)
      .split(sep)
      .some((part) => part.startsWith("."));
    return isHidden && !this.#options.dotfiles ? null : openFile(real, coding);
  }
}

/**
 * Relative links in its page would lead astray. Never to another host: two slashes in front would name one. 308, so
 * that the method stays; with the query that came.
 */
function redirectToFolder(c: AppContext): Response {
  const query = c.req.target.slice(c.originalPath.length);
  const location = `/${c.originalPath.replace(/^\/+/, "")}/${query}`;
  return new Response(null, { status: 308, headers: { location } });
}
