/**
 * The switch to another protocol, as an answer (RFC 9110 §7.8): `return upgrade(c, "line-echo", echo)`. What goes on is
 * still the server's connection: it keeps its permit, hears of a stop by its Shutdown, and is awaited within the stop's
 * deadline. A client that cannot follow is told why, and how to ask.
 */

import { type AppContext, type HeadersInit, HttpError, Response, type Takeover } from "../index.ts";

/**
 * A 101 with `takeover` behind it. `conn` holds what the client has sent behind its request; `fields` stand on the
 * answer. Errors: HttpError 426 where the client has not asked for `protocol`, or asked over HTTP/1.0; 400 over HTTP/2,
 * which has no such switch but for WebSockets (RFC 8441: the client sees a 200), and with a body, which would stand
 * between the two protocols.
 */
export function upgrade(
  c: Pick<AppContext, "req">,
  protocol: string,
  takeover: Takeover,
  fields: HeadersInit = {},
): Response {
  const { req } = c;
  // RFC 9113 §8.6: there is neither a 101 nor an Upgrade field.
  if (Number.parseInt(req.version, 10) >= 2 && !names(req.upgrade ?? "", protocol))
    throw new HttpError(400, `HTTP/${req.version} cannot switch to ${protocol}: ask over HTTP/1.1`, {
      code: "NO_UPGRADE",
    });
  const asked = req.headers.get("upgrade") ?? "";
  if (req.version === "1.1" && names(asked, protocol) && hasBody(req.headers))
    throw new HttpError(400, `a request with a body cannot switch to ${protocol}`, {
      code: "BODY_BEFORE_UPGRADE",
    });
  if (!names(req.upgrade ?? "", protocol)) {
    const how = `ask over HTTP/1.1 with Connection: upgrade and Upgrade: ${protocol}`;
    // §15.5.22: the field says what to.
    throw new HttpError(426, how, { headers: { upgrade: protocol } });
  }
  const response = new Response(null, { headers: fields, takeover });
  response.headers.set("upgrade", protocol);
  return response;
}

/** Names of protocols are compared without case. `list` is an Upgrade field: a client may offer several. */
function names(list: string, protocol: string): boolean {
  const wanted = protocol.toLowerCase();
  return list.split(",").some((name) => name.trim().toLowerCase() === wanted);
}

/**
 * RFC 9112 §6.3: what says that a body follows. A length of 0 is none. Either would have to be read before the first
 * byte of the new protocol.
 */
function hasBody(headers: AppContext["req"]["headers"]): boolean {
  return headers.has("transfer-encoding") || Number(headers.get("content-length") ?? 0) > 0;
}
