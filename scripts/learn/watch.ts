/**
 * `npm run learn`: the lesson under way on a screen, checked again whenever a file in work/ changes, with a key for each
 * thing that one may want. Never moves on by itself: one may want to look around in what is green.
 */
import { painter } from "../shared/paint.ts";
import { FolderWatch } from "../test/watch.ts";
import type { Arguments } from "./arguments.ts";
import { type Check, check } from "./check.ts";
import { diskTrouble } from "./disk.ts";
import { checkOutcome } from "./look.ts";
import { type Outcome, UsageError } from "./outcome.ts";
import { compose } from "./screen.ts";
import type { Session } from "./session.ts";
import { use } from "./swap.ts";
import { Terminal } from "./terminal.ts";
import { goOn } from "./walk.ts";
import { type Offer, offerOf, shownBy, turnBy } from "./watch-keys.ts";
import { viewOf } from "./watch-view.ts";

/** A save is seen at the latest after two looks. */
const LOOK_MS = 120;

interface End {
  readonly resolve: (code: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Resolves when the person ends it, to the exit code. `news` is shown first, until a key is pressed. */
export function watch(session: Session, news: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => new Watch(session, { resolve, reject }).begin(news));
}

class Watch {
  readonly #session: Session;
  readonly #end: End;
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
  /** What `u` asks; null when it does not. */
  #offered: Offer | null = null;
  #isOver = false;

  constructor(session: Session, end: End) {
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
    if (this.#offered !== null) this.#choose(this.#offered.chosen(key));
    else if (key === "u") {
      this.#offered = offerOf(lesson);
      this.#say(this.#offered.lines);
    } else if (key === "n") this.#next();
    else if (turnBy(key) !== 0) this.#turn(turnBy(key));
    else {
      const shown = shownBy(key, this.#session, lesson, this.#last);
      if (shown !== null || this.#overlay !== null) this.#say(shown);
      else if (key === "enter") this.#check();
    }
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

  #choose(command: Pick<Arguments, "words" | "all"> | null): void {
    this.#offered = null;
    if (command === null) this.#say(null);
    else this.#did(use(this.#session.with(command)));
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
    const view = viewOf(this.#session, {
      last: this.#last,
      isChecking: this.#running !== null,
      overlay: this.#overlay,
      isFresh: this.#isFresh,
    });
    if (this.#isOver || view === null) return;
    const { columns, rows } = this.#terminal;
    const drawn = compose({ ...view, turned: this.#turned, columns, rows, paint: this.#paint });
    this.#turned = drawn.turned;
    this.#terminal.draw(drawn.lines);
  }

  /** An error of the machine, or of ours: the terminal is given back first, so that it can be read. */
  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#close();
    this.#end.reject(error);
  }

  #leave(code: number): void {
    this.#close();
    this.#end.resolve(code);
  }

  #close(): void {
    this.#isOver = true;
    this.#running?.abort();
    this.#terminal.close();
  }
}
