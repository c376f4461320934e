/**
 * What is asked of the package `ws`, which is handed in: `import * as ws from "ws"`. It knows RFC 6455, the handshake
 * and the frames; everything around that is here. Written down by hand, so that the types of `ws` are not needed.
 */

import type { Duplex } from "node:stream";

/** The module itself. Another package fits where it has this class. */
export interface WsPackage {
  readonly WebSocketServer: new (options: {
    /** It is handed connections, and listens nowhere. */
    readonly noServer: true;
    /** Who is connected, the server knows by its permits. */
    readonly clientTracking: false;
    /** Bytes of a message; above it `ws` closes with 1009. */
    readonly maxPayload: number;
    /** Milliseconds for the goodbye of the other end. */
    readonly closeTimeout: number;
    /** The one that is chosen; false: none, and the client decides what it makes of that. */
    readonly handleProtocols: (offered: Set<string>) => string | false;
  }) => WsServer;
}

/** Made once for each route. */
export interface WsServer {
  // biome-ignore lint/suspicious/noExplicitAny: ws wants Node's IncomingMessage, of which it reads three properties
  handleUpgrade(request: any, socket: Duplex, head: Buffer, done: (socket: WsSocket) => void): void;
}

/** One connection, as `ws` gives it. */
export interface WsSocket {
  readonly protocol: string;
  /** Bytes that were sent and have not left. */
  readonly bufferedAmount: number;
  send(data: string | Uint8Array, done: (error?: Error | null) => void): void;
  ping(): void;
  close(code: number, reason: string): void;
  /** At once, without a goodbye. */
  terminate(): void;
  /** Nothing is read from the client until `resume`: neither messages nor pings. */
  pause(): void;
  resume(): void;
  on(event: "message", listener: (data: Buffer, isBinary: boolean) => void): unknown;
  on(event: "close", listener: (code: number, reason: Buffer) => void): unknown;
  on(event: "pong", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
}
