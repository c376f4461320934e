/**
 * What proxies write into a request about where it came from: `Forwarded` (RFC 7239), and the older
 * X-Forwarded-For, -Proto and -Host. Pure: text in, hops out. Whether to believe them is decided elsewhere.
 */

import { isIP } from "node:net";
import { TOKEN } from "../http/grammar.ts";
import type { Headers } from "../http/headers.ts";
import type { Address } from "../net/address.ts";

/** What one proxy says of the client in front of it. A part it does not say, or not in a known form, is null. */
export interface Hop {
  readonly address: Address | null;
  readonly scheme: "http" | "https" | null;
  readonly host: string | null;
}

/**
 * One parameter and what follows it, RFC 7239 §4: `for="[2001:db8::1]:80";`. Sticky, and read from where the one
 * before it has ended: what is between two matches cannot be skipped.
 */
const PAIR = new RegExp(`[\\t ]*(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")[\\t ]*([;,]|$)`, "y");

/** The hops, the nearest first: its proxy wrote the last. None when any of it is malformed. */
export function readForwarded(headers: Headers): Hop[] {
  const text = headers.get("forwarded");
  const hops: Hop[] = [];
  if (text === null) return hops;
  let pairs = new Map<string, string>();
  for (let at = 0; ; at = PAIR.lastIndex) {
    PAIR.lastIndex = at;
    const match = PAIR.exec(text);
    // Half of a list is not believed: what is wrong in it may have been put there to hide the rest.
    if (match === null) return [];
    const [, name = "", token, quoted = "", end] = match;
    pairs.set(name.toLowerCase(), token ?? quoted.replaceAll(/\\(.)/g, "$1"));
    // §4: a semicolon goes on with the same hop, a comma begins the next one.
    if (end === ";") continue;
    hops.push(hop(pairs.get("for"), pairs.get("proto"), pairs.get("host")));
    if (end === "") return hops.reverse();
    pairs = new Map();
  }
}

/**
 * The same from the X-Forwarded fields, and read only as far as the caller goes: a client may have put thousands in
 * front. A shorter list of schemes or hosts holds for all hops before it.
 */
export function* readXForwarded(headers: Headers): Generator<Hop> {
  const [nodes, schemes, hosts] = ["for", "proto", "host"].map(
    (name) => new FromTheEnd(headers.get(`x-forwarded-${name}`)),
  ) as [FromTheEnd, FromTheEnd, FromTheEnd];
  if (nodes.isOver && schemes.isOver && hosts.isOver) return;
  // One hop for each address; without any, one hop for what the proxy says of scheme and host.
  do {
    const node = nodes.isOver ? undefined : nodes.next();
    yield hop(node, schemes.next(), hosts.next());
  } while (!nodes.isOver);
}

/**
 * A list with commas, from its last element to the first, which comes again and again. Made for one header of one
 * request. It cuts out an element when it is asked for it, and makes no array of a list that the client chose.
 */
class FromTheEnd {
  readonly #text: string;
  /** Behind the elements that have not been given; -1 when there are none. */
  #end: number;
  /** The last that was given; undefined where the header is missing. */
  #element: string | undefined;

  constructor(text: string | null) {
    this.#text = text ?? "";
    this.#end = text === null ? -1 : text.length;
  }

  get isOver(): boolean {
    return this.#end < 0;
  }

  next(): string | undefined {
    if (this.isOver) return this.#element;
    const comma = this.#end === 0 ? -1 : this.#text.lastIndexOf(",", this.#end - 1);
    this.#element = this.#text.slice(comma + 1, this.#end).trim();
    this.#end = comma;
    return this.#element;
  }
}

/** What a proxy says in a form that is known. The host ends in links, so only what can be one is taken. */
function hop(node: string | undefined, scheme: string | undefined, host: string | undefined): Hop {
  const known = scheme?.toLowerCase();
  return {
    address: node === undefined ? null : readNode(node),
    scheme: known === "http" || known === "https" ? known : null,
    host:
      host !== undefined && /^[\w.~-]+(?::\d{1,5})?$|^\[[\dA-Fa-f:.]+\](?::\d{1,5})?$/.test(host)
        ? host
        : null,
  };
}

/** RFC 7239 §6: an address, with or without its port. `unknown` and made-up names are no address: null. */
function readNode(node: string): Address | null {
  // In brackets or without a colon, and then perhaps a port.
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(node);
  // X-Forwarded-For has IPv6 addresses without brackets.
  const host = match?.[1] ?? match?.[2] ?? node;
  return isIP(host) === 0 ? null : { host, port: Number(match?.[3] ?? 0) };
}
