/** Random forms in random pieces, under programs that read slowly, in part, or fail: all of them end, and as told. */

import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Busboy } from "@fastify/busboy";
import type { FilePart, TemporaryFile } from "../../day5/src/extract/index.ts";
import { randomFrom } from "../support/mutate.ts";
import { load, ray } from "../support/stage.ts";

const { handler, multipart, toMemory, toTemporaryFile } =
  await load<typeof import("../../day5/src/extract/index.ts")>("extract/index.ts");

const SEED = 20_261_126;
const RUNS = 150;
const SIZES = [0, 1, 100, 16_384, 70_000, 200_000];

interface Part {
  readonly name: string;
  readonly filename: string | null;
  readonly body: string;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test("whatever comes and whatever a program does with it, a form ends, with all that it has or one error", async (t) => {
  const dir = await mkdtemp(join(tmpdir(), "ray-random-"));
  t.after(() => rm(dir, { recursive: true, force: true }));
  const keepFile = toTemporaryFile(dir);
  for (let run = 0; run < RUNS; run += 1) {
    const random = randomFrom(SEED + run);
    const below = (bound: number) => Math.floor(random() * bound);
    const parts = Array.from({ length: below(6) }, (_, i): Part => {
      const size = SIZES[below(SIZES.length)] as number;
      const isFile = below(2) === 0;
      // Nearly a boundary, over and over.
      const body = "\r\n--boun!".repeat(Math.ceil(size / 9)).slice(0, isFile ? size : Math.min(size, 60_000));
      return { name: `p${i % 3}`, filename: isFile ? `f${i}` : null, body };
    });
    const texts = parts.map(
      ({ name, filename, body }) =>
        `--bound\r\nContent-Disposition: form-data; name="${name}"${filename === null ? "" : `; filename="${filename}"`}\r\n\r\n${body}\r\n`,
    );
    const whole = `${texts.join("")}--bound--\r\n`;
    const isCut = parts.length > 0 && below(4) === 0;
    const sent = isCut ? whole.slice(0, below(whole.length - 12)) : whole;
    const fails = below(4) === 0;
    const app = handler(
      multipart({
        parser: Busboy,
        async file(part, c): Promise<string> {
          const manner = below(5);
          if (manner === 0) return told(part, (await toMemory(part)).bytes);
          if (manner === 1) {
            const kept: TemporaryFile = await keepFile(part, c);
            return told(part, await readFile(kept.path));
          }
          if (manner === 2) return `${part.filename}: unread`;
          const pieces: Buffer[] = [];
          for await (const piece of part.stream) {
            if (manner === 3) await turn();
            if (fails) throw new ray.HttpError(418);
            pieces.push(piece);
            if (manner === 4) return `${part.filename}: unread`;
          }
          return told(part, Buffer.concat(pieces));
        },
      }),
      ({ texts, files }) => ({ texts, files }),
    );
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        for (let from = 0; from < sent.length; ) {
          const size = 1 + below(below(2) === 0 ? 100_000 : 3_000);
          controller.enqueue(Buffer.from(sent.slice(from, from + size), "latin1"));
          from += size;
          if (below(3) === 0) await turn();
        }
        controller.close();
      },
    });
    const headers = { "content-type": "multipart/form-data; boundary=bound" };
    const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
    const answer = await ray.fetchHandler(app)(new Request("http://x/", init));
    const what = `run ${run}: ${parts.map(({ filename, body }) => `${filename} ${body.length}`)}`;
    if (answer.status === 200) {
      const got = (await answer.json()) as { texts: object; files: string[] };
      assert.ok(!isCut, what);
      assert.deepEqual(got.texts, textsOf(parts), what);
      assert.equal(got.files.length, parts.filter(({ filename }) => filename !== null).length, what);
      for (const [i, { filename, body }] of parts.filter(({ filename }) => filename !== null).entries())
        assert.ok(
          [`${filename}: ${body.length}`, `${filename}: unread`].includes(got.files[i] as string),
          what,
        );
    } else
      assert.ok(
        (isCut && answer.status === 400) || (fails && answer.status === 418),
        `${what}: ${answer.status}`,
      );
  }
  for (let i = 0; i < 1_000 && (await readdir(dir)).length > 0; i += 1) await turn();
  assert.deepEqual(await readdir(dir), []);
});

/** What a file was, as long as it is what was sent. */
function told({ filename }: FilePart, bytes: Buffer): string {
  const isWhole = String(bytes) === "\r\n--boun!".repeat(Math.ceil(bytes.length / 9)).slice(0, bytes.length);
  return `${filename}: ${isWhole ? bytes.length : "another text"}`;
}

function textsOf(parts: readonly Part[]): Record<string, unknown> {
  const texts: Record<string, string | string[]> = {};
  for (const { name, filename, body } of parts) {
    if (filename !== null) continue;
    const before = texts[name];
    texts[name] = before === undefined ? body : [...(typeof before === "string" ? [before] : before), body];
  }
  return texts;
}
