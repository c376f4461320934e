/**
 * `npm run learn`: the lesson under way on a screen, checked again whenever a file in work/ changes, with a key for each
 * thing that one may want. Never moves on by itself: one may want to look around in what is green.
 */
import { painter } from "../shared/paint.ts";
import type { Arguments } from "./arguments.ts";
import { Checker } from "./checker.ts";
import { diskTrouble } from "./disk.ts";
import { type Outcome, UsageError } from "./outcome.ts";
import { compose } from "./screen.ts";
import type { Session } from "./session.ts";
import { use } from "./swap.ts";
import { Terminal } from "./terminal.ts";
import { goOn } from "./walk.ts";
import { eachChange } from "./watch-changes.ts";
import { type Offer, offerOf, shownBy, turnBy } from "./watch-keys.ts";
import { viewOf } from "./watch-view.ts";

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
  readonly #checker: Checker;
  readonly #paint = painter(process.stdout, process.env);
  /** What a key has put in place of the check: a hint, the page. The next change takes it away. */
  #overlay: readonly string[] | null = null;
  /** The pages of the body that were turned. */
  #turned = 0;
  /** The lesson was begun, and nothing was written yet: its task is shown above what is red. */
  #isFresh: boolean;
  /** What `u` asks; null when it does not. */
  #offered: Offer | null = null;
  #isOver = false;

  constructor(session: Session, end: End) {
    this.#session = session;
    this.#end = end;
    this.#isFresh = session.desk.state?.done.length === 0;
    const draw = () => this.#draw();
    this.#checker = new Checker(session, draw, (error) => this.#fail(error));
    this.#terminal = new Terminal((key) => this.#onKey(key), draw);
  }

  begin(news: readonly string[]): void {
    if (news.length > 0) this.#overlay = [...news, "Any key goes on."];
    const changes = {
      isOver: () => this.#isOver,
      known: () => this.#checker.mark,
      onChange: () => this.#onChange(),
    };
    eachChange(this.#session.desk.work, changes).catch((error: unknown) => this.#fail(error));
    this.#checker.begin();
  }

  #onChange(): void {
    this.#overlay = null;
    this.#offered = null;
    this.#isFresh = false;
    this.#turned = 0;
    this.#checker.begin();
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
      const shown = shownBy(key, this.#session, lesson, this.#checker.last);
      if (shown !== null || this.#overlay !== null) this.#say(shown);
      else if (key === "enter") this.#checker.begin();
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
    const { last, isRunning } = this.#checker;
    const isOld = last?.lesson !== this.#session.lesson;
    if (isRunning || isOld) this.#say(["The check is under way: a moment."]);
    else if (!last?.isGreen)
      this.#say(["This lesson is not green yet. [h] is a hint, [u] puts the course's file in place."]);
    else {
      const outcome = goOn(this.#session, last.lesson);
      this.#isFresh = this.#session.lesson !== last.lesson;
      this.#checker.last = null;
      // A new lesson says itself what it is about.
      this.#did({ ...outcome, lines: this.#isFresh ? [] : outcome.lines });
    }
  }

  /** A key has changed the folder. */
  #did({ lines }: Outcome): void {
    this.#overlay = lines.length > 0 ? lines : null;
    this.#turned = 0;
    this.#checker.begin();
  }

  #draw(): void {
    const { last, isRunning, passed } = this.#checker;
    const [overlay, isFresh] = [this.#overlay, this.#isFresh];
    const view = viewOf(this.#session, { last, passing: isRunning ? passed : null, overlay, isFresh });
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
    this.#checker.stop();
    this.#terminal.close();
  }
}
