/**
 * `npm run -s talk -- 'GET / HTTP/1.1\r\n\r\n'`: sends bytes to a server and prints what comes back.
 * For learners who have no netcat, and for the transcripts in docs/. It never retries and adds nothing
 * to what it was given.
 */
import { connect } from "node:net";
import { parseArgs } from "node:util";
import { bearClosedPipe } from "./shared/closed-pipe.ts";
import { readCount, readSeconds } from "./shared/numbers.ts";

const usage = `npm run -s talk -- [options] 'text' ['more text' …]

  --host H       where to connect (HOST, or 127.0.0.1)
  --port N       on which port (PORT, or 3000)
  --show         show each CR as ␍ and each LF as ␊
  --pause S      wait S seconds between two texts (0.1)
  --silence S    give up after S seconds without a byte (10)
  --help         this text

In the text, \\r \\n \\t \\\\ and \\xNN stand for the bytes they name. Each text is a write of its own.`;

/** A mistake in the command line, told in one line. */
class UsageError extends Error {}

const escapes: Record<string, string> = { r: "\r", n: "\n", t: "\t", "\\": "\\" };

/** The bytes a text stands for: UTF-8, with \xNN for a byte that no character has. */
function toBytes(text: string): Buffer {
  const parts = text.matchAll(/\\x([0-9a-fA-F]{2})|\\(.?)|[^\\]+/gs);
  const bytes = Array.from(parts, ([whole, hex, name]) => {
    if (hex !== undefined) return Buffer.from(hex, "hex");
    if (name === undefined) return Buffer.from(whole);
    const char = escapes[name];
    if (char === undefined) throw new UsageError(`"${whole}" is no escape: write \\r \\n \\t \\\\ or \\xNN`);
    return Buffer.from(char);
  });
  return Buffer.concat(bytes);
}

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      host: { type: "string", default: process.env.HOST ?? "127.0.0.1" },
      port: { type: "string", default: process.env.PORT ?? "3000" },
      pause: { type: "string", default: "0.1" },
      silence: { type: "string", default: "10" },
      show: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const port = readCount(values.port, 1, 65535);
  if (port === null) {
    throw new UsageError(`"${values.port}" is no port: give a number from 1 to 65535 with --port or PORT`);
  }
  const silence = readSeconds(values.silence);
  if (silence === null) {
    throw new UsageError(`--silence takes a number of seconds, at most a day, not "${values.silence}"`);
  }
  const pause = readSeconds(values.pause);
  if (pause === null) {
    throw new UsageError(`--pause takes a number of seconds, at most a day, not "${values.pause}"`);
  }
  if (positionals.length === 0 && !values.help) throw new UsageError("say something: give a text to send");
  return { ...values, port, silence, pause, texts: positionals.map(toBytes) };
}

/** Resolves to the exit code once the server has closed, or has been silent for too long. */
function talk({ host, port, show, silence, pause, texts }: ReturnType<typeof readOptions>): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    const fail = (line: string) => {
      console.error(line);
      resolve(1);
    };
    if (show) socket.setEncoding("utf8");
    socket.on("data", (data: Buffer | string) => {
      // With --show the socket decodes, so that a character split over two reads stays whole.
      const shown = typeof data === "string" ? data.replaceAll("\r", "␍").replaceAll("\n", "␊\n") : data;
      process.stdout.write(shown);
    });
    socket.setTimeout(silence * 1000, () => {
      console.error(`no byte for ${silence} s: hanging up`);
      socket.destroy();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") {
        fail(
          `nothing listens on ${host}:${port}: start npm run day1 in another terminal first (or npm run day2 …)`,
        );
      } else fail(`the connection to ${host}:${port} broke: ${error.message}`);
    });
    socket.on("close", () => resolve(0));
    const send = (index: number): void => {
      const bytes = texts[index];
      // Half-close: we have said everything, and still listen.
      if (bytes === undefined) socket.end();
      // The next text a while after this one has left: sent at once, two of them mostly arrive as one, and the server
      // never sees the cut.
      else {
        const waitMs = index + 1 < texts.length ? pause * 1000 : 0;
        socket.write(bytes, (error) => error ?? setTimeout(send, waitMs, index + 1));
      }
    };
    socket.once("connect", () => send(0));
  });
}

bearClosedPipe();
try {
  const options = readOptions();
  if (options.help) console.log(usage);
  else process.exitCode = await talk(options);
} catch (error) {
  const text = (error as Error).message.split(/\. |\n/)[0];
  console.error(error instanceof UsageError ? text : `${text}\n\n${usage}`);
  process.exitCode = 2;
}
