/**
 * Where a server listens: `"host:port"`, `{ host, port }` or `{ path }` for a Unix socket. Parsed once, at
 * the edge, so that a typing error is answered with a sentence and not with a failed system call.
 */

import type { Socket } from "node:net";
import { AddressError } from "./address-error.ts";

/** `host` is a name or an IP address, without brackets. */
export type TcpAddress = { readonly host: string; readonly port: number };
/** The file that clients connect to. */
export type UnixAddress = { readonly path: string };
export type Address = TcpAddress | UnixAddress;

/**
 * What carries a connection: a TCP port, a Unix socket, or TLS over either. Each Conn knows it; what a protocol calls
 * itself on top of it (http, https) is the protocol's business.
 */
export type Scheme = "tcp" | "unix" | "tls";

const HIGHEST_PORT = 65_535;
/** What no name and no address has: an address that was pasted with its scheme, its path or its brackets. */
const NO_HOST = /[\0-\x20"/?#@\\[\]\x7f]/;

/**
 * Reads an address. Port 0 asks the system for a free one.
 * Errors: AddressError with code EINVAL that names the part that is wrong.
 */
export function parseAddress(address: string | Address): Address {
  if (typeof address === "string") return parseText(address);
  if (typeof address !== "object" || address === null) {
    throw invalid(`${shown(address)} is no address; write "host:port", { host, port } or { path }`);
  }
  if ("path" in address) {
    const { path } = address;
    if (typeof path === "string" && path !== "") return { path };
    throw invalid('a Unix socket needs a path; write it as { path: "/run/app.sock" }');
  }
  return { host: checkHost(address.host), port: parsePort(address.port) };
}

/** Text is always a port: a path in it is refused, since "/tmp/x:1" could be both. */
function parseText(address: string): TcpAddress {
  if (/^(unix:|\.{0,2}\/)/.test(address)) {
    throw invalid(`address "${address}" looks like a Unix socket; write it as { path: "/run/app.sock" }`);
  }
  // The last one: an IPv6 address is full of them.
  const colon = address.lastIndexOf(":");
  if (colon < 0) throw invalid(`address "${address}" has no port; write it as host:port`);
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
  if (host === "") throw invalid(`address "${address}" has no host; write it as host:port`);
  return { host: checkHost(host), port: parsePort(address.slice(colon + 1)) };
}

/** The address as people write it: `127.0.0.1:3000`, `[::1]:3000`, `unix:/run/app.sock`. */
export function formatAddress(address: Address): string {
  if ("path" in address) return `unix:${address.path}`;
  return address.host.includes(":") ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

export function schemeOf(socket: Socket, localAddress: Address): Scheme {
  // Only a TLSSocket has the property, and there it is always true.
  if ("encrypted" in socket) return "tls";
  return "path" in localAddress ? "unix" : "tcp";
}

/** Where Node finds no host, it listens on all addresses of the machine: that must not happen by a mistake. */
function checkHost(host: unknown): string {
  if (typeof host === "string" && host !== "" && !NO_HOST.test(host)) return host;
  throw invalid(`host ${shown(host)} is neither a name nor an IP address; use 127.0.0.1 or 0.0.0.0 as HOST`);
}

/** As text or as a number: `process.env.PORT` is a text. Nothing is rounded, and " 80" is no port. */
function parsePort(port: unknown): number {
  const text = typeof port === "string" || typeof port === "number" ? String(port) : "";
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (number <= HIGHEST_PORT) return number;
  throw invalid(`port ${shown(port)} is not a number from 0 to ${HIGHEST_PORT}; set another PORT`);
}

function invalid(message: string): AddressError {
  return new AddressError("EINVAL", message);
}

/** A value as a message shows it: a text of one line, or what kind of thing it is. */
function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" && value !== null ? "of this kind" : `"${String(value)}"`;
}
