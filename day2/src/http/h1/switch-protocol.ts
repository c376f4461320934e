/**
 * The head that ends HTTP on a connection: 101 Switching Protocols (RFC 9110 §7.8 and §15.2.2). Behind it the
 * connection belongs to the takeover of the answer. Called for an answer whose status is 101, by its exchange.
 */

import type { Conn } from "../../net/conn.ts";
import type { Response, Takeover } from "../response.ts";
import { elements } from "./framing.ts";
import { encodeHead } from "./write-response.ts";

/**
 * Writes the head of `response`, and returns who goes on. `offered`: what the client would switch to; null:
 * nothing. Errors: Error for a switch that the client could not follow; nothing has been written then.
 */
export function switchProtocol(conn: Conn, response: Response, offered: string | null): Takeover {
  const { body, headers, takeover } = response;
  if (takeover === null) throw new Error("status 101 needs a takeover: who goes on with the connection?");
  if (offered === null) throw new Error("a handler answered 101, but this request cannot be upgraded");
  // §7.8: never to a protocol that the client has not named; the field says which one it is.
  const chosen = elements(headers.get("upgrade") ?? "");
  if (!chosen.every((protocol) => elements(offered).includes(protocol)))
    throw new Error("a handler answered 101 without an Upgrade field that names what the client offers");
  // It would be read as the first words of the other protocol.
  if (body !== null) throw new Error("a handler answered 101 with a body: the takeover writes what follows");
  conn.write(encodeHead(response, "none", ""));
  response.finish();
  return takeover;
}
