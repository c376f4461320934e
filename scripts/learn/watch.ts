/**
 * `npm run learn`: the lesson under way on a screen, checked again whenever a file in work/ changes, with a key for each
 * thing that one may want. Never moves on by itself: one may want to look around in what is green.
 */
import { painter } from "../shared/paint.ts";
import { FolderWatch } from "../test/watch.ts";
import { type Check, check } from "./check.ts";
import { diskTrouble } from "./disk.ts";
import { hintLines, hintsOf } from "./hints.ts";
import { introduce } from "./introduce.ts";
import { checkOutcome, diff, list, pageLines, progress } from "./look.ts";
import { type Outcome, UsageError } from "./outcome.ts";
import { compose } from "./screen.ts";
import type { Session } from "./session.ts";
import { use } from "./swap.ts";
import { tell } from "./tell.ts";
import { Terminal } from "./terminal.ts";
import { goOn } from "./walk.ts";

const KEYS = "[h] hint  [d] diff  [r] read  [u] use  [l] list  [n] next  [q] quit";
/** A save is seen at the latest after two looks. */
const LOOK_MS = 120;

/** Resolves when the person ends it, to the exit code. `news` is shown first, until a key is pressed. */
export function watch(session: Session, news: readonly string[]): Promise<number> {
  return new Promise((resolve) => new Watch(session, resolve).begin(news));
}

class Watch {
  readonly #session: Session;
  readonly #end: (code: number) => void;
  readonly #terminal: Terminal;
  readonly #paint = painter(process.stdout, process.env);
  /** The last check that came to its end; null before, and for a lesson that has just begun. */
  #last: Check | null = null;
  /** The check under way: a change ends it. */
  #running: AbortController | null = null;
  /** What a key has put in place of the check: a hint, the page. The next change takes it away. */
  #overlay: readonly string[] | null = null;
  /** The pages of the body that were turned. */
  #turned = 0;
  /** What was in the folder when the last check began: a save that changes nothing, or what a key did, needs no other. */
  #checked = "";
  /** The lesson was begun, and nothing was written yet: its task is shown above what is red. */
  #isFresh: boolean;
  /** The files that `u` offers by number; null when it does not ask. */
  #offered: readonly string[] | null = null;
  #isOver = false;

  constructor(session: Session, end: (code: number) => void) {
    this.#session = session;
    this.#end = end;
    this.#isFresh = session.desk.state?.done.length === 0;
    this.#terminal = new Terminal(
      (key) => this.#onKey(key),
      () => this.#draw(),
    );
  }

  begin(news: readonly string[]): void {
    if (news.length > 0) this.#overlay = [...news, "Any key goes on."];
    void this.#look();
    this.#check();
  }

  /** For as long as the watch lives: each change begins a check. */
  async #look(): Promise<void> {
    while (!this.#isOver) {
      await new FolderWatch([this.#session.desk.work.path], LOOK_MS).changed();
      if (this.#isOver || this.#session.desk.work.mark() === this.#checked) continue;
      this.#overlay = null;
      this.#offered = null;
      this.#isFresh = false;
      this.#turned = 0;
      this.#check();
    }
  }

  #check(): void {
    this.#running?.abort();
    const stop = new AbortController();
    this.#running = stop;
    this.#checked = this.#session.desk.work.mark();
    this.#draw();
    this.#runCheck(stop).catch((error: unknown) => this.#fail(error));
  }

  async #runCheck(stop: AbortController): Promise<void> {
    const { desk } = this.#session;
    desk.refresh();
    const result = await check(this.#session, this.#session.underWay.lesson, {
      signal: stop.signal,
      onEarly: (early) => {
        if (stop.signal.aborted || this.#isOver) return;
        this.#last = early;
        this.#draw();
      },
    });
    if (stop.signal.aborted || this.#isOver) return;
    this.#running = null;
    this.#last = result;
    checkOutcome(this.#session, result);
    this.#draw();
  }

  #onKey(key: string): void {
    if (key === "ctrl-c") this.#leave(130);
    else if (key === "q" || key === "ctrl-d") this.#leave(0);
    else {
      try {
        this.#act(key);
      } catch (error) {
        this.#say(error instanceof UsageError ? [error.message] : [diskTrouble(error) ?? String(error)]);
      }
    }
  }

  #act(key: string): void {
    const { lesson } = this.#session.underWay;
    if (this.#offered !== null) this.#choose(key, this.#offered);
    else if (key === "h") this.#say(this.#hint());
    else if (key === "d") this.#say(diff(this.#session).lines);
    else if (key === "r") this.#say(pageLines(this.#session, lesson));
    else if (key === "l") this.#say(list(this.#session).lines);
    else if (key === "u") this.#offer();
    else if (key === "n") this.#next();
    else if (["space", "down", "page down"].includes(key)) this.#turn(1);
    else if (["b", "up", "page up"].includes(key)) this.#turn(-1);
    else if (this.#overlay !== null) this.#say(null);
    else if (key === "enter") this.#check();
  }

  /** Null takes away what was said. */
  #say(lines: readonly string[] | null): void {
    this.#overlay = lines;
    this.#turned = 0;
    this.#draw();
  }

  #turn(pages: number): void {
    this.#turned = Math.max(0, this.#turned + pages);
    this.#draw();
  }

  #hint(): readonly string[] {
    const last = this.#last;
    if (last === null || last.isGreen) return ["There is nothing to hint at: [r] is the page."];
    const { desk } = this.#session;
    const { id } = last.lesson;
    const hints = hintsOf(this.#session, last);
    const level = Math.min((desk.state?.hints[id] ?? 0) + 1, hints.length);
    desk.note((state) => ({ ...state, hints: { ...state.hints, [id]: level } }));
    return hintLines(hints, level, level);
  }

  #offer(): void {
    const { lesson } = this.#session.underWay;
    const typed = lesson.files.filter(({ kind }) => kind === "type").map(({ path }) => path);
    this.#offered = typed;
    const numbered = typed.map((path, index) => `  [${index + 1}] ${path.replace(/^src\//, "")}`);
    const what = "The course's file in place of yours, which is kept (npm run learn mine):";
    this.#say([what, "", ...numbered.slice(0, 9), "  [a] all of them", "", "Any other key: none."]);
  }

  #choose(key: string, typed: readonly string[]): void {
    this.#offered = null;
    const path = typed[Number(key) - 1];
    if (key !== "a" && path === undefined) this.#say(null);
    else {
      const words = path === undefined ? [] : [path];
      this.#did(use(this.#session.with({ words, all: key === "a" })));
    }
  }

  #next(): void {
    const last = this.#last;
    if (this.#running !== null) this.#say(["The check is under way: a moment."]);
    else if (last?.isGreen !== true)
      this.#say(["This lesson is not green yet. [h] is a hint, [u] puts the course's file in place."]);
    else {
      const outcome = goOn(this.#session, last.lesson);
      this.#isFresh = this.#session.lesson !== last.lesson;
      this.#last = null;
      // A new lesson says itself what it is about.
      this.#did({ ...outcome, lines: this.#isFresh ? [] : outcome.lines });
    }
  }

  /** A key has changed the folder. */
  #did({ lines }: Outcome): void {
    this.#overlay = lines.length > 0 ? lines : null;
    this.#check();
  }

  #draw(): void {
    if (this.#isOver) return;
    const { course, desk, lesson } = this.#session;
    if (lesson === null) return;
    const day = course.ofDay(lesson.day);
    const last = this.#last;
    const task = this.#isFresh || last === null ? [...introduce(this.#session, lesson).slice(1), ""] : [];
    const body = this.#overlay ?? [...task, ...(last === null ? [] : this.#result(last))];
    const state =
      this.#running === null ? `checked in ${((last?.ms ?? 0) / 1000).toFixed(1)} s` : "checking …";
    const trouble =
      desk.trouble === null ? [] : [`! not saved: ${diskTrouble(desk.trouble) ?? desk.trouble}`];
    const bars =
      last === null ? [`lesson ${day.indexOf(lesson) + 1} of ${day.length}`] : progress(this.#session, last);
    const drawn = compose({
      head: [`${lesson.id}  ${lesson.title}`, ""],
      body,
      turned: this.#turned,
      foot: ["", ...trouble, `${bars[0]}  (${state})`, ...bars.slice(1), KEYS],
      columns: this.#terminal.columns,
      rows: this.#terminal.rows,
      paint: this.#paint,
    });
    this.#turned = drawn.turned;
    this.#terminal.draw(drawn.lines);
  }

  #result(last: Check): string[] {
    const told = tell(this.#session, last);
    if (!last.isGreen) return told;
    const next = this.#session.course.after(last.lesson);
    const on =
      next === null
        ? "That was the last lesson."
        : `Next: ${next.id} ${next.title} (${next.page}). [n] goes on.`;
    return [
      ...told,
      "",
      on,
      "Or look around first: npm run work starts what you have, npm run learn quiz asks about it.",
    ];
  }

  /** An error of ours, or of the machine: the terminal is given back first, so that it can be read. */
  #fail(error: unknown): void {
    this.#isOver = true;
    this.#terminal.close();
    queueMicrotask(() => {
      throw error;
    });
  }

  #leave(code: number): void {
    this.#isOver = true;
    this.#running?.abort();
    this.#terminal.close();
    this.#end(code);
  }
}
