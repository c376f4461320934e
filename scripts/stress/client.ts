/** A client that asks one request after another on one connection, and holds every answer to the letter. */

import { connect, type Socket } from "node:net";
import { type Answer, parseAnswer } from "./parse-answer.ts";
import { Failure } from "./trial.ts";

interface Waiting {
  readonly isHead: boolean;
  readonly resolve: (answer: Answer | null) => void;
  readonly reject: (error: Error) => void;
}

export class Client {
  readonly socket: Socket;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
  isClosed = false;
  #received: Buffer = Buffer.alloc(0);
  #waiting: Waiting | null = null;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (chunk: Buffer) => {
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
      this.#look();
    });
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => {
      socket.on("close", () => {
        this.isClosed = true;
        this.#look();
        resolve();
      });
    });
  }

  /** Errors: what the system says, such as ECONNREFUSED. */
  static connect(port: number): Promise<Client> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new Client(socket));
      });
    });
  }

  /** The answer; null when the server closed without a byte of one. Errors: Failure when it is cut short. */
  ask(path: string): Promise<Answer | null> {
    return this.send(`GET ${path} HTTP/1.1\r\nHost: stress\r\n\r\n`);
  }

  /** As `ask`, for the head alone. */
  askHead(path: string): Promise<Answer | null> {
    this.socket.write(`HEAD ${path} HTTP/1.1\r\nHost: stress\r\n\r\n`);
    return this.answer(true);
  }

  send(bytes: string): Promise<Answer | null> {
    this.socket.write(bytes, "latin1");
    return this.answer();
  }

  answer(isHead = false): Promise<Answer | null> {
    return new Promise((resolve, reject) => {
      this.#waiting = { isHead, resolve, reject };
      this.#look();
    });
  }

  end(): Promise<void> {
    this.socket.end();
    return this.closed;
  }

  destroy(): void {
    this.socket.destroy();
  }

  #look(): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    try {
      const answer = this.#received.length === 0 ? null : parseAnswer(this.#received, waiting.isHead);
      if (answer !== null) this.#received = this.#received.subarray(answer.length);
      else if (!this.isClosed) return;
      else if (this.#received.length > 0) throw this.#cut();
      this.#waiting = null;
      waiting.resolve(answer);
    } catch (error) {
      this.#waiting = null;
      waiting.reject(error as Error);
    }
  }

  #cut(): Failure {
    return new Failure(`an answer was cut off after ${this.#received.length} bytes`);
  }
}

/** `count` clients, connected one after the other, so that the server accepts them in this order. */
export async function connectAll(port: number, count: number): Promise<Client[]> {
  const clients: Client[] = [];
  while (clients.length < count) clients.push(await Client.connect(port));
  return clients;
}
