/**
 * One of our Responses as one of the platform, by the rules of the wire: what a server would refuse to send is a 500,
 * what a status or HEAD has no body for has none, and a stream is read at the speed of its reader and let go of in any
 * case. Framing is left to the server that sends it.
 */

import { errorResponse } from "../http/error-response.ts";
import type { Peer, Request } from "../http/request.ts";
import { contentOf, declaredLength, type Response } from "../http/response.ts";
import { type BodyStream, isStream, letGo, open, type Pieces, toPiece } from "../http/response-body.ts";
import { nextTurn } from "../http/turn.ts";
import type { Logger } from "../log/logger.ts";

/** Those of a connection, which is not ours; and a length that was wrong for a text would break the sender's. */
const FRAMING = new Set(["connection", "content-length", "transfer-encoding"]);

/** `request` is released when the answer is out: with this call, or at the end of its stream. Never fails. */
export function toResponse(answer: Response, request: Request, log: Logger): globalThis.Response {
  let response = answer;
  let length: number | null = null;
  try {
    if (answer.status === 101) throw new Error("a handler answered 101, but this request cannot be upgraded");
    length = declaredLength(answer);
  } catch (error) {
    answer.discard();
    response = errorResponse(error, { log, method: request.method, path: request.path, req: request });
  }
  const headers = new globalThis.Headers();
  for (const { name, value } of response.headers.fields) if (!FRAMING.has(name)) headers.append(name, value);
  const { status, body } = response;
  const over = (complete: boolean, bytes = 0) => {
    response.finish();
    request.release({ status, complete, bytes }, log);
  };
  // RFC 9110 §6.4.1: the answer to HEAD ends with its head, and so do some others.
  if (request.method === "HEAD" || contentOf(status) !== "any") {
    response.discard();
    over(true);
    return new globalThis.Response(null, { status, headers });
  }
  if (!isStream(body)) {
    // As bytes: to a text the platform would add a type of its own.
    const bytes = body === null ? null : Buffer.from(body);
    over(true, bytes?.length);
    return new globalThis.Response(bytes, { status, headers });
  }
  // One that is sent by a server of the platform is framed by it.
  if (length !== null) headers.set("content-length", String(length));
  return new globalThis.Response(streamOf(body, length, request.peer, over), { status, headers });
}

/**
 * `body` for its reader. What it fails with, and a wrong length, the reader is told: the answer breaks off. A source
 * that sleeps is not waited for when the client has gone.
 */
function streamOf(
  body: BodyStream,
  length: number | null,
  peer: Peer,
  over: (complete: boolean, bytes: number) => void,
): ReadableStream<Uint8Array> {
  let pieces: Pieces | null = null;
  let left = length;
  let sent = 0;
  let isOver = false;
  let forget = () => {};
  const end = (complete: boolean) => {
    isOver = true;
    forget();
    if (pieces === null) letGo(body);
    else pieces.end();
    over(complete, sent);
  };
  return new ReadableStream(
    {
      start(controller) {
        forget = peer.onEnd(() => {
          if (isOver) return;
          controller.error(new Error("the client does not wait for the answer any more"));
          end(false);
        });
      },
      async pull(controller) {
        try {
          pieces ??= open(body);
          const { done, value } = await pieces.next();
          if (isOver) return;
          const piece = done ? null : Buffer.from(toPiece(value));
          if (left !== null) left -= piece?.length ?? 0;
          sent += piece?.length ?? 0;
          if (left !== null && (left < 0 || (piece === null && left > 0)))
            throw new Error(`the stream is ${left < 0 ? "longer" : "shorter"} than its content-length`);
          if (piece !== null) controller.enqueue(piece);
          else {
            controller.close();
            end(true);
          }
          // A source that is always ready lets others have their turn.
          await nextTurn();
        } catch (error) {
          if (isOver) return;
          controller.error(error);
          end(false);
        }
      },
      // A reader that has enough of it is a client that leaves.
      cancel: () => end(false),
    },
    // Nothing is asked for before its reader asks.
    { highWaterMark: 0 },
  );
}
