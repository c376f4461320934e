/**
 * What may name this server, in a Host field or in an absolute target: uri-host and an optional port,
 * RFC 9110 §7.2, less what only misleads. HOT: asked for each request.
 */

/**
 * RFC 3986 §3.2.2, without the comma: where two Host fields were joined on the way, nobody knows which one
 * counts. And never empty: an http URI without a host is invalid (RFC 9110 §4.2.1, RFC 9112 §3.3).
 * What nearly all hosts are made of stands first, by itself: a class alone is matched much faster than a choice.
 */
const HOST = /^(?:[\w.~!$&'()*+;=-]+|(?:[\w.~!$&'()*+;=-]|%[\dA-Fa-f]{2})+|\[[\dA-Fa-f:.]+\])(?::\d{0,5})?$/;

export function isHost(text: string): boolean {
  return HOST.test(text);
}
