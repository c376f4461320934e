/**
 * A connection that looks like one of HTTP/1.1 to a RawClient and speaks HTTP/2 to the server. A test writes its request
 * and reads its answer as it always does; between the two both are put into frames and back, by Node's own client. That
 * is decided by the first bytes: those that name HTTP/1.1 (plain-request.ts) go out as they are, over a plain socket.
 */

import { readFileSync } from "node:fs";
import { STATUS_CODES } from "node:http";
import { type ClientHttp2Session, type ClientHttp2Stream, connect as connectHttp2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { fileURLToPath } from "node:url";
import { count, type Version } from "./http-version.ts";
import { type PlainRequest, plainRequest } from "./plain-request.ts";

const file = (name: string) => fileURLToPath(new URL(`tls/${name}.pem`, import.meta.url));

/** What a server needs for "h2", and its clients. */
export const tls = { cert: file("cert"), key: file("key") };
const ca = readFileSync(tls.cert);

/** A session on a socket that is connected, or is about to be. */
export function beginHttp2(socket: Socket, version: Version): ClientHttp2Session {
  const secured = () => connectTls({ socket, ca, servername: "localhost", ALPNProtocols: ["h2"] });
  const session = connectHttp2(version === "h2" ? "https://localhost" : "http://localhost", {
    createConnection: () => (version === "h2" ? secured() : socket),
  });
  // What it says, the end of each stream says too.
  return session.on("error", () => {});
}

/** Errors: what Node's client does not send. */
export function askOver(session: ClientHttp2Session, asked: PlainRequest): ClientHttp2Stream {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of asked.fields) {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  const pseudo = { ":method": asked.method, ":path": asked.target, ":authority": asked.host };
  const stream = session.request({ ...pseudo, ...fields }, { endStream: asked.body === null });
  if (asked.body !== null) stream.end(asked.body);
  count("over");
  return stream.on("error", () => {});
}

/** Calls back with the head of the answer: its status, and its fields in their order. */
export function onHead(
  stream: ClientHttp2Stream,
  tell: (status: number, fields: [string, string][]) => void,
): void {
  // The third argument, names and values by turns, is not in the types of Node 20.
  stream.on("response", (...told: unknown[]) => {
    const raw = told[2] as string[];
    const fields = raw.flatMap((name, at): [string, string][] =>
      at % 2 === 0 ? [[name, raw[at + 1] ?? ""]] : [],
    );
    const status = fields.find(([name]) => name === ":status")?.[1];
    tell(
      Number(status),
      fields.filter(([name]) => !name.startsWith(":")),
    );
  });
}

/** Made by RawClient in the place of the socket that it is given. */
export class OverHttp2 extends Duplex {
  #socket: Socket;
  /** Where TLS is spoken; null: HTTP/2 begins on the socket itself. */
  readonly #securePort: number | null;
  #session: ClientHttp2Session | null = null;
  #isRaw = false;
  /** The answer before, since they come in the order of the requests. */
  #before: Promise<void> = Promise.resolve();
  #resume: (() => void) | null = null;

  constructor(socket: Socket, securePort: number | null) {
    super({ allowHalfOpen: socket.allowHalfOpen, emitClose: true });
    this.#socket = socket;
    this.#securePort = securePort;
    socket.on("error", (error) => this.#session === null && this.destroy(error));
    socket.on("end", () => this.#session === null && this.push(null));
    socket.on("data", (bytes: Buffer) => {
      if (this.#session === null && !this.push(bytes)) socket.pause();
    });
    socket.on("close", () => {
      if (this.#session === null) this.destroy();
    });
    socket.pause();
  }

  get remoteAddress() {
    return this.#socket.remoteAddress;
  }

  get remotePort() {
    return this.#socket.remotePort;
  }

  get localPort() {
    return this.#socket.localPort;
  }

  address() {
    return this.#socket.address();
  }

  setNoDelay(): void {
    this.#socket.setNoDelay(true);
  }

  resetAndDestroy(): void {
    this.#socket.resetAndDestroy();
  }

  override _read(): void {
    if (this.#session === null) this.#socket.resume();
    this.#resume?.();
    this.#resume = null;
  }

  override _write(bytes: Buffer, _: string, done: (error?: Error | null) => void): void {
    const asked = this.#isRaw ? null : plainRequest(bytes);
    if (asked === null && this.#session === null) {
      if (!this.#isRaw) count("beside");
      this.#isRaw = true;
      this.#socket.write(bytes, done);
      return;
    }
    if (asked === null) {
      done(new Error("a connection that has begun in HTTP/2 was sent what only HTTP/1.1 knows"));
      return;
    }
    this.#session ??= this.#begin();
    const stream = askOver(this.#session, asked);
    this.#before = this.#before.then(() => this.#answer(stream, asked.method));
    done();
  }

  override _final(done: () => void): void {
    if (this.#session === null) this.#socket.end(done);
    else {
      this.#socket.end();
      done();
    }
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#session?.destroy();
    this.#socket.destroy();
    done(error);
  }

  #begin(): ClientHttp2Session {
    const plain = this.#socket;
    if (this.#securePort !== null)
      this.#socket = connect(this.#securePort, "127.0.0.1").on("error", () => {});
    const session = beginHttp2(this.#socket, this.#securePort === null ? "h2c" : "h2");
    if (plain !== this.#socket) plain.destroy();
    return session.on("close", () => {
      this.#before.then(() => this.push(null));
    });
  }

  /** Puts an answer into the words of HTTP/1.1. One that breaks off ends the connection, as there. */
  #answer(stream: ClientHttp2Stream, method: string): Promise<void> {
    return new Promise((resolve) => {
      let isChunked = false;
      onHead(stream, (status, fields) => {
        const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
        const isSilent = method === "HEAD" || status === 204 || status === 304;
        isChunked = !isSilent && fields.every(([name]) => name !== "content-length");
        if (isChunked) lines.push("transfer-encoding: chunked\r\n");
        const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Unknown"}\r\n${lines.join("")}\r\n`;
        this.push(Buffer.from(head, "latin1"));
      });
      stream.on("data", (piece: Buffer) => {
        const size = `${piece.length.toString(16)}\r\n`;
        const bytes = isChunked ? Buffer.concat([Buffer.from(size), piece, Buffer.from("\r\n")]) : piece;
        if (this.push(bytes)) return;
        stream.pause();
        this.#resume = () => stream.resume();
      });
      stream.on("end", () => isChunked && stream.rstCode === 0 && this.push("0\r\n\r\n"));
      stream.on("close", () => {
        if (stream.rstCode !== 0 || !stream.readableEnded) this.destroy();
        resolve();
      });
    });
  }
}
