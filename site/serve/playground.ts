/** POST /api/send: raw bytes to a stage or to the learner's program, and what came back. */
import { maxLength, object, picklist, pipe, string } from "valibot";
import { handler, json } from "../../day5/src/extract/index.ts";
import { type AppContext, HttpError, type Router } from "../../day5/src/index.ts";
import { RawTextError, toPieces } from "../browser/raw-text.ts";
import { decisionOf } from "./decided.ts";
import { ProgramError, type Programs, TARGETS } from "./programs.ts";
import { sendBytes } from "./send-bytes.ts";

const wish = object({ target: picklist(TARGETS), text: pipe(string(), maxLength(200_000)) });

/** Of the answers to all requests that were sent at once, the last one says why it is the last. */
export function addPlayground(api: Router, root: string, programs: Programs): void {
  api.post(
    "/api/send",
    handler(
      json(wish),
      (c: AppContext) => c.signal,
      async ({ target, text }, signal) => {
        const pieces = read(text);
        const program = await programs.get(target).catch((error: unknown) => {
          throw told(error);
        });
        try {
          const happened = await sendBytes(program.port, pieces, signal);
          const came = happened
            .filter(({ kind }) => kind === "came")
            .map(({ bytes }) => bytes)
            .join("");
          const last = came.slice(Math.max(0, came.lastIndexOf("HTTP/1.1 ")));
          return { happened, decision: decisionOf(root, target, last) };
        } finally {
          await program.release();
        }
      },
    ),
  );
}

function read(text: string) {
  try {
    return toPieces(text);
  } catch (error) {
    throw error instanceof RawTextError ? new HttpError(400, error.message, { expose: true }) : error;
  }
}

function told(error: unknown): unknown {
  return error instanceof ProgramError ? new HttpError(409, error.message, { expose: true }) : error;
}
