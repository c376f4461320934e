/**
 * A listener for whatever a program says where it wants to be reached: an address, with TLS or without, or
 * a listener that it has bound itself.
 */

import type { Address } from "./address.ts";
import { bindTls, type TlsOptions } from "./bind-tls.ts";
import type { Listener } from "./listener.ts";
import { type ListenerOptions, TcpListener } from "./tcp-listener.ts";

export interface BindOptions extends Omit<ListenerOptions, "wrap"> {
  /** Certificate and key: connections speak TLS. */
  readonly tls?: TlsOptions;
}

/** Errors: AddressError, CertificateError; each message is a sentence for whoever started the program. */
export async function bind(where: string | Address | Listener, options: BindOptions): Promise<Listener> {
  if (isListener(where)) return where;
  const { tls, ...rest } = options;
  return tls === undefined ? TcpListener.bind(where, rest) : bindTls(where, tls, rest);
}

export function isListener(where: string | Address | Listener): where is Listener {
  return typeof where === "object" && "accept" in where;
}
