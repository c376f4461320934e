/**
 * The routes of the live lesson: what is red and green as events, the acts of `npm run learn`, the picture of a failure,
 * and the learner's own files beside those of a day. They write below work/ and .course, and nowhere else.
 */
import { array, maxLength, object, picklist, pipe, string } from "valibot";
import { handler, int, json, query } from "../../day5/src/extract/index.ts";
import { HttpError, type Router } from "../../day5/src/index.ts";
import { sendFile } from "../../day5/src/static/index.ts";
import { events } from "../../day5/src/stream/index.ts";
import { diskTrouble } from "../../scripts/learn/disk.ts";
import { LockedError } from "../../scripts/learn/lock.ts";
import { TroubleError, UsageError } from "../../scripts/learn/outcome.ts";
import { readStage } from "../../scripts/lessons/course.ts";
import { DiffView } from "../make/diff-view.ts";
import { Highlighter } from "../make/highlight.ts";
import { ACTS, Live } from "./live.ts";

const wish = object({
  act: picklist(ACTS),
  words: pipe(array(pipe(string(), maxLength(200))), maxLength(9)),
});

/** Returns what ends it. */
export function addLive(api: Router, root: string): () => void {
  let made: Live | null = null;
  // With the first page that asks: reading the course takes a moment, and one who only reads needs none of it.
  const live = () => {
    made ??= new Live(root);
    return made;
  };
  let view: Promise<DiffView> | null = null;

  api.get("/api/live", (c) => events(c, live().listen(c.signal)));

  api.post(
    "/api/act",
    handler(json(wish), async ({ act, words }) => {
      try {
        return { lines: await live().act(act, words) };
      } catch (error) {
        throw told(error);
      }
    }),
  );

  api.get("/api/picture.svg", (c) => {
    c.header("cache-control", "no-store");
    return sendFile(c, live().pictureFile);
  });

  api.get(
    "/api/mine-diff",
    handler(query("path"), query("day", int), async (path, day) => {
      const own = live().own(path);
      const theirs = readStage(root, day).get(path);
      if (own === null || theirs === undefined)
        throw new HttpError(404, `there is no ${own === null ? "work" : `day${day}`}/${path}`, {
          expose: true,
        });
      view ??= Highlighter.open("").then((highlighter) => new DiffView(highlighter));
      return { html: (await view).render(path, theirs, own).html };
    }),
  );

  return () => made?.close();
}

/** What the terminal would tell in a line, the page tells in a line. */
function told(error: unknown): unknown {
  const isKnown = [UsageError, TroubleError, LockedError].some((kind) => error instanceof kind);
  const message = isKnown ? (error as Error).message : diskTrouble(error);
  return message === null ? error : new HttpError(409, message, { expose: true });
}
