/**
 * A listener for whatever a program says where it wants to be reached: an address, with TLS or without, or
 * a listener that it has bound itself. A Unix socket is looked after here: what a dead server has left at its path is
 * removed, and what else is in the way is told.
 */

import { type Address, parseAddress } from "./address.ts";
import { AddressError } from "./address-error.ts";
import { bindTls } from "./bind-tls.ts";
import type { Listener } from "./listener.ts";
import { removeStaleSocket } from "./stale-socket.ts";
import { type ListenerOptions, TcpListener } from "./tcp-listener.ts";
import type { TlsOptions } from "./tls/contexts.ts";
import { checkUnixPath, explainUnixPath } from "./unix-path.ts";

export interface BindOptions extends Omit<ListenerOptions, "wrap"> {
  /** Certificates and keys: connections speak TLS. */
  readonly tls?: TlsOptions;
}

/** Errors: AddressError, CertificateError; each message is a sentence for the person who started the program. */
export async function bind(where: string | Address | Listener, options: BindOptions = {}): Promise<Listener> {
  if (isListener(where)) return where;
  const { tls, ...rest } = options;
  const address = parseAddress(where);
  const listen = () => (tls === undefined ? TcpListener.bind(address, rest) : bindTls(address, tls, rest));
  return "path" in address ? bindPath(address.path, listen) : listen();
}

/** Listens on a Unix socket, with the care that files need and ports do not. Errors: AddressError, CertificateError. */
async function bindPath(path: string, listen: () => Promise<Listener>): Promise<Listener> {
  checkUnixPath(path);
  try {
    // Tried first and looked at afterwards: whether a path is free can change between a look and the attempt.
    return await listen().catch(async (error) => {
      if (error.code === "EADDRINUSE" && (await removeStaleSocket(path))) return listen();
      throw error;
    });
  } catch (error) {
    // A certificate that cannot be used has nothing to do with the path.
    if (!(error instanceof AddressError)) throw error;
    throw await explainUnixPath(error, path);
  }
}

/** A listener can accept; an address is a text or has a host or a path. */
export function isListener(where: string | Address | Listener): where is Listener {
  return typeof where === "object" && "accept" in where;
}
