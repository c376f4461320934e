/**
 * What is answered where no route matches. A look-up that found nothing gives a Miss, which says why; the list of
 * answers knows whose turn it is: that of the closest group that has one of its own, or the plain one.
 * Misses are rarer than hits and have no hurry: here nothing is HOT.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { key } from "../endpoint/state.ts";
import { HttpError } from "../http/http-error.ts";
import { Response } from "../http/response.ts";
import { decode, Params } from "./params.ts";
import { parseRoutePath, RouteError, type Segment } from "./route-path.ts";

/** Why a request met no route. Made by the look-up, read by the endpoint that answers, gone with its context. */
export interface Miss {
  readonly route: null;
  /** The path in its canonical form. */
  readonly path: string;
  /** The methods that the path has, sorted; none for an unknown path. */
  readonly allow: readonly string[];
  /** Where the request may try its luck again: the same path with the other slash. null: nowhere. */
  readonly location: string | null;
  /** The path itself is wrong, which is neither 404 nor 405: HttpError 400. */
  readonly error: HttpError | null;
}

/** The two that an app may answer itself, and `plain` for all that is left. */
export type MissKind = "notFound" | "methodNotAllowed" | "plain";

/** An answer to misses below a prefix. In the list from its declaration on, as long as the router lives. */
interface MissAnswer {
  readonly kind: MissKind;
  /** As it was declared: for messages. */
  readonly prefix: string;
  /** Of the prefix: none for the router's own. Text is in the canonical form, as the path of a miss is. */
  readonly segments: readonly Segment[];
  readonly endpoint: Endpoint;
}

/**
 * From the look-up to the answer, between which hooks may stand, a miss is on its context: so what answers need not
 * look again. An app inside an app may miss in the same context once more; then the last one counts.
 */
const MISS = key<Miss>("miss");

/** All answers to misses of one route table. */
export class MissList {
  /** The closest first. The last is the plain one of the router, which is below no prefix at all. */
  readonly #answers: MissAnswer[] = [];

  /** For the start of the app. */
  get endpoints(): readonly Endpoint[] {
    return this.#answers.map(({ endpoint }) => endpoint);
  }

  /** Errors: RouteError when another answer is for the same misses. */
  add(kind: MissKind, prefix: string, endpoint: Endpoint): void {
    const segments = prefix === "" ? [] : parseRoutePath(prefix);
    const answer: MissAnswer = { kind, prefix, segments, endpoint };
    const other = this.#answers.find((each) => each.kind === kind && compare(each, answer) === 0);
    if (other !== undefined)
      throw new RouteError(`${show(answer)} answers the same misses as ${show(other)}`);
    this.#answers.push(answer);
    this.#answers.sort((a, b) => compare(a, b) || Number(a.kind === "plain") - Number(b.kind === "plain"));
  }

  /** Asks the endpoint whose turn it is. Errors: as it; an Error when the table has no plain answer. */
  answer(miss: Miss, c: AppContext): Response | Promise<Response> {
    c.state.set(MISS, miss);
    const wanted = kindOf(miss, c.method);
    const parts = miss.path.slice(1).split("/");
    for (const { kind, segments, endpoint } of this.#answers) {
      // It is no part of the app: in its hooks c.params is as it was.
      if (kind === "plain") return endpoint.call(c);
      const params = kind === wanted ? paramsBelow(segments, parts) : null;
      if (params === null) continue;
      c.params = params;
      return endpoint.call(c);
    }
    throw new Error("this route table has no answer to a miss: add the plain one");
  }
}

/** An app's own answer. It begins with the status that the miss has, so a page that says nothing of it is no 200. */
export class MissEndpoint implements Endpoint {
  /** The app's handler. What hooks there are stand around both: so a guard that answers keeps its own status. */
  readonly #inner: Endpoint;

  constructor(inner: Endpoint) {
    this.#inner = inner;
  }

  prepare(): void {
    this.#inner.prepare?.();
  }

  call(c: AppContext): Response | Promise<Response> {
    const { allow } = c.state.get(MISS);
    if (allow.length === 0) c.status(404);
    // RFC 9110 §15.5.6: a 405 has Allow.
    else c.status(405).header("allow", allow.join(", "));
    return this.#inner.call(c);
  }
}

/** Answers what no answer of the app does: with an error, the other slash, or the list that OPTIONS asks for. */
export const plainMiss: Endpoint = {
  call(c) {
    const { allow, location, error } = c.state.get(MISS);
    if (error !== null) throw error;
    if (location !== null) {
      const query = c.req.target.slice(c.originalPath.length);
      // RFC 9110 §15.4.9: with 308, other than with 301, method and body stay the same.
      return new Response(null, { status: 308, headers: { location: location + query } });
    }
    if (allow.length === 0) throw new HttpError(404, "there is nothing at this path");
    const headers = { allow: allow.join(", ") };
    // RFC 9110 §9.3.7: what OPTIONS asks for is the list itself.
    if (c.method === "OPTIONS") return new Response(null, { status: 204, headers });
    throw new HttpError(405, `${c.method} is not allowed here; allowed: ${headers.allow}`, { headers });
  },
};

/** The same path with a slash at its end, or without. null: there is none, or it would be no path of this server. */
export function otherSlash(path: string): string | null {
  // A Location of //host or /\host leads browsers to another server: no client may be sent there from here.
  if (!/^\/[^/\\]/.test(path)) return null;
  return path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
}

/** OPTIONS of a known path, a redirect and a wrong path are no misses to the app. Nor is what is no path, such as `*`. */
function kindOf({ path, allow, location, error }: Miss, method: string): MissKind {
  if (error !== null || location !== null || !path.startsWith("/")) return "plain";
  if (allow.length === 0) return "notFound";
  return method === "OPTIONS" ? "plain" : "methodNotAllowed";
}

/**
 * What comes first is closer: static text before a param, as in the trie, and a prefix before the one that it begins
 * with. 0: both are for the same paths.
 */
function compare(a: MissAnswer, b: MissAnswer): number {
  for (const [i, one] of a.segments.entries()) {
    const other = b.segments[i];
    if (other === undefined) return -1;
    if (one.kind !== other.kind) return one.kind === "static" ? -1 : 1;
    if (one.kind === "static" && other.kind === "static" && one.text !== other.text)
      return one.text < other.text ? -1 : 1;
  }
  return b.segments.length - a.segments.length;
}

/** `c.params` of a miss below that prefix; null: the path is not below it, or has no value for one of its names. */
function paramsBelow(segments: readonly Segment[], parts: readonly string[]): Params | null {
  const params = new Params();
  try {
    for (const [i, segment] of segments.entries()) {
      const part = parts[i] ?? "";
      if (segment.kind === "static" ? part !== segment.text : part === "") return null;
      if (segment.kind === "param") params[segment.name] = decode(part);
    }
    return params;
  } catch {
    // What cannot be decoded has no value: the next answer further out needs none.
    return null;
  }
}

/** For messages. */
function show({ kind, prefix }: MissAnswer): string {
  return `${kind} of group "${prefix}"`;
}
