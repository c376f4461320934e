/**
 * Where a server listens: `"host:port"`, `{ host, port }` or `{ path }` for a Unix socket. Parsed once, at
 * the edge, so that a typing error is answered with a sentence and not with a failed system call.
 */

import { AddressError } from "./address-error.ts";

export type TcpAddress = { readonly host: string; readonly port: number };
export type UnixAddress = { readonly path: string };
export type Address = TcpAddress | UnixAddress;

const HIGHEST_PORT = 65_535;

/**
 * Reads an address. Port 0 asks the system for a free one.
 * Errors: AddressError with code EINVAL that names the part that is wrong.
 */
export function parseAddress(address: string | Address): Address {
  if (typeof address !== "string") {
    return "path" in address ? address : { host: address.host, port: parsePort(String(address.port)) };
  }
  const colon = address.lastIndexOf(":");
  if (colon < 0) throw new AddressError("EINVAL", `address "${address}" has no port; write it as host:port`);
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
  if (host === "")
    throw new AddressError("EINVAL", `address "${address}" has no host; write it as host:port`);
  return { host, port: parsePort(address.slice(colon + 1)) };
}

/** The address as people write it: `127.0.0.1:3000`, `[::1]:3000`, `unix:/run/app.sock`. */
export function formatAddress(address: Address): string {
  if ("path" in address) return `unix:${address.path}`;
  return address.host.includes(":") ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= HIGHEST_PORT) return port;
  throw new AddressError(
    "EINVAL",
    `port "${text}" is not a number from 0 to ${HIGHEST_PORT}; set another PORT`,
  );
}
