/**
 * One multipart body as it is read: made by `multipart` for a request, gone with it. It writes the body into the
 * parser, hands each file to the program, and ends all of it at the first thing that goes wrong: a limit, a broken
 * form, the program's own error, a client that has gone.
 */

import type { Readable } from "node:stream";
import { type AppContext, HttpError } from "../index.ts";
import type { FilePart } from "./upload.ts";

/**
 * A parser at work: a writable stream that tells what it finds. The names of the events are those of busboy, as are
 * the arguments of their listeners. `write` is false where it would rather not have more before its "drain".
 */
export interface ParserInstance {
  /** Listeners live as long as the parser, which is one request: none is ever taken off. */
  on(event: string, listener: (...args: never[]) => void): unknown;
  write(piece: Uint8Array): boolean;
  end(): unknown;
  /** Ends it where it stands: nothing more of the body is given to it. */
  destroy(): unknown;
}

/** Each has a reason to be there: a client pays next to nothing for a name, a part or a byte. */
export interface MultipartLimits {
  /** Texts and files together. Default 100. */
  readonly parts: number;
  /** Files. Default 10. */
  readonly files: number;
  /** Bytes of the name of a part. Default 100. */
  readonly nameBytes: number;
  /** Bytes of a text. Default 64 KiB. */
  readonly textBytes: number;
  /** Bytes of a file. Default 10 MiB. */
  readonly fileBytes: number;
  /** Bytes of the whole body, in the place of the server's `maxBodyBytes`. Default 16 MiB. */
  readonly totalBytes: number;
}

/** What has come. */
export interface Multipart<Kept> {
  /** The text of each name, a list where it came several times. It inherits nothing. */
  readonly texts: Readonly<Record<string, string | readonly string[]>>;
  /** In the order of the body. */
  readonly files: readonly Kept[];
}

/**
 * One for each request: it is made by the extractor, held by the call of `read`, and holds the parser through its
 * listeners. When `read` has settled, nothing holds it any more.
 */
export class MultipartReading<Kept> {
  /** The program's function, or `toMemory`. May be slow, may throw; is called once for each file. */
  readonly #keep: (part: FilePart) => Kept | Promise<Kept>;
  /**
   * For the messages, which name them, and for names of parts. The parser keeps the others, and the request the
   * whole.
   */
  readonly #limits: MultipartLimits;
  /** It inherits nothing, since names are the client's. Handed out when all has come, and only then. */
  readonly #texts: Record<string, string | string[]> = Object.create(null);
  /** What the program makes of each file, in the order of the body. */
  readonly #files: Promise<Kept>[] = [];
  /** Files whose end has not come. A broken body ends them, too. */
  readonly #arriving = new Set<Readable>();
  /** The first thing that went wrong; what follows from it is not told. In an object: anything can be thrown. */
  #failure: { readonly error: unknown } | null = null;
  /** Settles what `#stirred` waits for. */
  #wake: () => void = () => {};
  /** The parser has said that it is at its end. Files may still be on their way to the program then. */
  #isParsed = false;

  constructor(keep: (part: FilePart) => Kept | Promise<Kept>, limits: MultipartLimits) {
    this.#keep = keep;
    this.#limits = limits;
  }

  /** To be called once. Errors: as `multipart`; behind it, no file is still being read. */
  async read(c: AppContext, parser: ParserInstance): Promise<Multipart<Kept>> {
    this.#listen(parser);
    try {
      await this.#feed(c, parser);
      return { texts: this.#texts, files: await Promise.all(this.#files) };
    } catch (error) {
      this.#fail(error);
      parser.destroy();
      // A file that is still being written must be closed and removed before the answer.
      await Promise.allSettled(this.#files);
      throw this.#failure?.error;
    }
  }

  /**
   * All of the body. One piece at a time: the next is asked of the client when the parser has room. Errors: the first
   * thing that went wrong.
   */
  async #feed(c: AppContext, parser: ParserInstance): Promise<void> {
    for await (const piece of c.req.stream()) {
      // False: a file waits for the program, so the client waits for us.
      if (!parser.write(piece)) await this.#stirred();
      this.#check();
    }
    parser.end();
    while (!this.#isParsed && this.#failure === null) await this.#stirred();
    this.#check();
  }

  /**
   * All that a parser can tell. None of the listeners throws: what is wrong is kept by `#fail`, and thrown by
   * `#check`.
   */
  #listen(parser: ParserInstance): void {
    parser.on("drain", () => this.#wake());
    parser.on("finish", () => {
      this.#isParsed = true;
      this.#wake();
    });
    parser.on("error", (error: Error) => this.#fail(notForm(error)));
    parser.on("partsLimit", () => this.#fail(tooMuch("parts", `more than ${this.#limits.parts} parts`)));
    parser.on("filesLimit", () => this.#fail(tooMuch("files", `more than ${this.#limits.files} files`)));
    parser.on("field", (name: string | undefined, text: string, _: boolean, isCut: boolean) => {
      if (!this.#checkName(name)) return;
      if (isCut) this.#fail(tooMuch("textBytes", `more than ${this.#limits.textBytes} bytes in "${name}"`));
      const before = this.#texts[name];
      if (before === undefined) this.#texts[name] = text;
      else if (typeof before === "string") this.#texts[name] = [before, text];
      else before.push(text);
    });
    parser.on(
      "file",
      (name: string | undefined, stream: Readable, filename: string, _: string, type: string) => {
        this.#arriving.add(stream);
        stream.on("close", () => this.#arriving.delete(stream));
        // Its reader hears it from the iterator; of one that is not read, no error matters.
        stream.on("error", () => {});
        if (!this.#checkName(name)) return;
        stream.on("limit", () =>
          this.#fail(tooMuch("fileBytes", `more than ${this.#limits.fileBytes} bytes in the file "${name}"`)),
        );
        const kept = this.#take({ name, filename: filename ?? "", type }, stream);
        kept.catch((error) => this.#fail(error));
        this.#files.push(kept);
      },
    );
  }

  /**
   * Gives one file to the program, and waits until it has done with it. Errors: what the program throws, or its
   * stream.
   */
  async #take(part: Omit<FilePart, "stream">, source: Readable): Promise<Kept> {
    const kept = await this.#keep({ ...part, stream: piecesOf(source) });
    // What it has not read would keep the rest of the body waiting.
    source.resume();
    return kept;
  }

  /** False from the first failure on, whatever it was: what comes after it is not kept. */
  #checkName(name: string | undefined): name is string {
    const { nameBytes } = this.#limits;
    if (name === undefined) this.#fail(notForm(new Error("a part has no name")));
    else if (Buffer.byteLength(name) > nameBytes)
      this.#fail(tooMuch("nameBytes", `a name of more than ${nameBytes} bytes`));
    return this.#failure === null;
  }

  /** The first call counts. What waits for the parser or for a file is told. */
  #fail(error: unknown): void {
    this.#failure ??= { error };
    for (const stream of this.#arriving) stream.destroy(asError(error));
    this.#wake();
  }

  /** Throws what went wrong, in the flow of `read`, where it can be caught. Errors: that of the first `#fail`. */
  #check(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Resolves when the parser takes more, has ended, or something went wrong. */
  #stirred(): Promise<void> {
    return this.#failure === null && !this.#isParsed
      ? new Promise((resolve) => {
          this.#wake = resolve;
        })
      : Promise.resolve();
  }
}

/** A reader that stops early must not destroy the file: what is behind it in the body is still to come. */
function piecesOf(source: Readable): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => source.iterator({ destroyOnReturn: false }) };
}

/** Streams are destroyed with errors alone, a program may throw anything. */
function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error("the file was refused", { cause: error });
}

/** 413, whatever the limit: `details.limit` names the option, so that a page can say more than the status does. */
function tooMuch(limit: keyof MultipartLimits, what: string): HttpError {
  return new HttpError(413, `the form has ${what}`, {
    code: "FORM_TOO_LARGE",
    expose: true,
    details: { limit },
  });
}

/** Nothing of what the parser says is for the client: it may hold what was sent. */
export function notForm(cause: unknown): HttpError {
  return new HttpError(400, "the body is not a valid form", { code: "BODY_NOT_FORM", expose: true, cause });
}
