/**
 * Behind a proxy the peer of every connection is the proxy. Who the client is, only the proxy can say, and a client
 * can write such a header too: so it is believed only from proxies that the program trusts. Off by default.
 * `listen` makes one for a server, and puts it in the place of `ownOrigin` in the facts that contexts ask.
 */

import { BlockList, isIP } from "node:net";
import type { Headers } from "../http/headers.ts";
import type { Request } from "../http/request.ts";
import type { Address } from "../net/address.ts";
import { type Hop, readForwarded, readXForwarded } from "./forwarded.ts";
import { type Origin, ownOrigin } from "./server-facts.ts";

/** How many proxies stand in front of us, or the networks that they are in: "10.0.0.0/8", "::1". */
export type Proxies = number | readonly string[];

/** Alone, they write X-Forwarded-For and its relatives; with `header`, they may write the standard's Forwarded. */
export type TrustProxy =
  | Proxies
  | { readonly proxies: Proxies; readonly header: "forwarded" | "x-forwarded" };

/** No client stands behind more proxies than that. One that claims to only wants us to work. */
const MOST_HOPS = 64;

export class TrustedProxies {
  /** Where proxies are counted: how many are trusted, from the connection's peer on. */
  readonly #count: number;
  /** Where they are known by their addresses; null where they are counted. */
  readonly #networks: BlockList | null;
  /** The one kind of header that is read. */
  readonly #read: (headers: Headers) => Iterable<Hop>;

  /**
   * Only one kind of header is read, X-Forwarded unless told: a proxy passes on what it does not write
   * itself, so the client may have written the other kind. Errors: TypeError that names what is wrong.
   */
  constructor(trust: TrustProxy) {
    checkShape(trust);
    const isBare = typeof trust === "number" || !("proxies" in trust);
    const proxies = isBare ? trust : trust.proxies;
    this.#read = !isBare && trust.header === "forwarded" ? readForwarded : readXForwarded;
    this.#count = typeof proxies === "number" ? proxies : 0;
    if (!Number.isInteger(this.#count) || this.#count < 0) {
      throw new TypeError(
        `trustProxy: ${proxies} is not a number of proxies; use 1, 2 …, or a list of networks`,
      );
    }
    this.#networks = typeof proxies === "number" ? null : toBlockList(proxies);
  }

  /** Goes from the peer towards the client, for as long as the one who speaks is trusted. */
  originOf(request: Request): Origin {
    let { remoteAddress, scheme, host } = ownOrigin(request);
    let distance = 0;
    for (const hop of this.#read(request.headers)) {
      if (distance === MOST_HOPS || !this.#trusts(remoteAddress, distance)) break;
      distance += 1;
      // What this proxy does not say holds as it was: it speaks of the same request.
      scheme = hop.scheme ?? scheme;
      host = hop.host ?? host;
      // It does not say whom it speaks for, so the next entry cannot be judged.
      if (hop.address === null) break;
      remoteAddress = hop.address;
    }
    return { remoteAddress, scheme, host };
  }

  /** Whether the one who speaks is a proxy of ours. `distance`: how many proxies stand between it and us. A Unix socket is as near as a proxy can be. */
  #trusts(speaker: Address, distance: number): boolean {
    if (this.#networks === null) return distance < this.#count;
    return "path" in speaker || this.#networks.check(speaker.host, family(speaker.host));
  }
}

/** Anything may stand in an option, `true` for one: express takes it, and then believes every client. */
function checkShape(trust: unknown): void {
  const isSet = typeof trust === "object" && trust !== null && "proxies" in trust;
  const { proxies, header } = isSet ? (trust as { proxies: unknown; header?: unknown }) : { proxies: trust };
  const isKnown = typeof proxies === "number" || (Array.isArray(proxies) && proxies.every(isText));
  if (!isKnown) {
    throw new TypeError(
      `trustProxy must be a number of proxies or a list of networks, not ${isText(proxies) ? `"${proxies}"` : typeof proxies}`,
    );
  }
  if (header !== undefined && header !== "forwarded" && header !== "x-forwarded") {
    throw new TypeError(
      `trustProxy.header must be "forwarded" or "x-forwarded", not ${isText(header) ? `"${header}"` : typeof header}`,
    );
  }
}

const isText = (value: unknown): value is string => typeof value === "string";

/** Errors: TypeError for what is no network, since it would trust too few proxies, or another network's. */
function toBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    const prefix = bits === undefined ? longest : Number(bits);
    if (longest < 0 || !/^\d{0,3}$/.test(bits ?? "") || bits === "" || prefix > longest) {
      throw new TypeError(`trustProxy: "${network}" is not a network; write it as 10.0.0.0/8 or ::1`);
    }
    list.addSubnet(address, prefix, family(address));
  }
  return list;
}

/** In the words of BlockList. */
function family(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
