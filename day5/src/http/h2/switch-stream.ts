/**
 * A stream of HTTP/2 that goes on as a WebSocket (RFC 8441): its client has asked by an extended CONNECT, and gets a 200
 * where HTTP/1.1 has a 101. What follows belongs to the takeover of the answer, which sees a Conn as ever: with its
 * deadlines, its back-pressure and its end. Called by the exchange of the stream, and by its connection.
 */

import type { ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { isInstance } from "../../guard/is-instance.ts";
import { Conn } from "../../net/conn.ts";
import { ConnError } from "../../net/conn-error.ts";
import { connDefaults } from "../../net/conn-options.ts";
import type { Shutdown } from "../../sync/shutdown.ts";
import type { Response, Takeover } from "../response.ts";
import type { ServeOptions } from "../service.ts";
import { NO_ERROR } from "./codes.ts";
import type { Http2Ground } from "./session-options.ts";
import { fieldsOf } from "./write-response.ts";

/**
 * Sends the head of `response`, and returns who goes on. Errors: Error for a switch that the client could not follow;
 * nothing has been sent then.
 */
export function answerSwitch(
  stream: ServerHttp2Stream,
  response: Response,
  offered: string | null,
): Takeover {
  const { body, takeover } = response;
  if (takeover === null) throw new Error("status 101 needs a takeover: who goes on with the connection?");
  if (offered === null)
    throw new Error(
      "a handler answered 101, but HTTP/2 switches no protocols (RFC 9113 §8.6), only WebSockets",
    );
  if (body !== null) throw new Error("a handler answered 101 with a body: the takeover writes what follows");
  stream.respond({ ...fieldsOf(response, null), ":status": 200 });
  response.finish();
  return takeover;
}

/** Never rejects. Resolves when the stream is on its way to its end, which its exchange hears by itself. */
export async function switchStream(
  stream: ServerHttp2Stream,
  { localAddress, remoteAddress, scheme }: Conn,
  takeover: Takeover,
  shutdown: Shutdown,
  ground: Http2Ground,
  { log }: ServeOptions,
): Promise<void> {
  const socket = scheme === "tls" ? new SecureStreamSocket(stream) : new StreamSocket(stream);
  const options = { ...connDefaults, writeTimeoutMs: ground.writeTimeoutMs };
  const conn = new Conn(socket as Duplex as Socket, localAddress, remoteAddress, ground.reactor, options);
  try {
    await takeover(conn, shutdown);
    await conn.close();
  } catch (error) {
    if (!isInstance(error, ConnError)) log.error({ err: error }, "takeover failed");
    conn.destroy();
  }
}

/** The stream in the shape of a socket, as far as a Conn needs one. It lives as long as the stream. */
class StreamSocket extends Duplex {
  readonly #stream: ServerHttp2Stream;

  constructor(stream: ServerHttp2Stream) {
    super({ allowHalfOpen: true });
    this.#stream = stream;
    stream.pause();
    stream.on("data", (bytes) => {
      if (!this.push(bytes)) stream.pause();
    });
    stream.on("end", () => this.push(null));
    // Reset by the client, or gone with its connection. In order, both sides have ended before.
    stream.on("close", () => {
      const { rstCode } = stream;
      this.destroy(rstCode === NO_ERROR ? undefined : new Error(`the stream was reset with ${rstCode}`));
    });
  }

  override _read(): void {
    this.#stream.resume();
  }

  override _write(bytes: Buffer, _: string, done: (error?: Error | null) => void): void {
    this.#stream.write(bytes, done);
  }

  /** What was written in one go leaves in one frame. */
  override _writev(pieces: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#stream.write(Buffer.concat(pieces.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.#stream.end(done);
  }

  /** A reset, unless both sides have ended: what breaks off must not look whole. */
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const isWhole = this.readableEnded && this.writableFinished;
    if (!isWhole) this.#stream.destroy(new Error("the takeover broke off"));
    done(error);
  }

  /** For the Conn. */
  resetAndDestroy(): void {
    this.destroy();
  }
}

/** By this property a Conn knows TLS. */
class SecureStreamSocket extends StreamSocket {
  readonly encrypted = true;
}
