/**
 * Live: the lesson under way, checked again whenever a file in work/ changes, for as long as a page listens. It is the
 * engine of `npm run learn`: the same session, checks, words and acts. Made by live-routes.ts.
 */
import { join } from "node:path";
import { Broadcast, type ServerEvent } from "../../day5/src/stream/index.ts";
import { readArguments } from "../../scripts/learn/arguments.ts";
import type { Check } from "../../scripts/learn/check.ts";
import { Checker } from "../../scripts/learn/checker.ts";
import { nextHint } from "../../scripts/learn/hints.ts";
import { type Outcome, plain, UsageError } from "../../scripts/learn/outcome.ts";
import { picture } from "../../scripts/learn/picture.ts";
import { answer } from "../../scripts/learn/quiz.ts";
import { Session } from "../../scripts/learn/session.ts";
import { mine, takeBack, use } from "../../scripts/learn/swap.ts";
import { tell } from "../../scripts/learn/tell.ts";
import { beginAt, goOn, reset } from "../../scripts/learn/walk.ts";
import { onFolderChange } from "./folder-mark.ts";

export const ACTS = [
  "start",
  "check",
  "hint",
  "use",
  "mine",
  "undo",
  "redo",
  "reset",
  "next",
  "answer",
] as const;
export type Act = (typeof ACTS)[number];

/** What a page shows of it. */
export interface LiveState {
  /** The lesson under way; null before the first one. */
  readonly lesson: string | null;
  readonly isChecking: boolean;
  readonly isGreen: boolean;
  /** What to look at first, as the terminal says it. */
  readonly told: readonly string[];
  readonly tests: readonly { readonly name: string; readonly status: string }[];
  readonly ms: number;
  /** Lessons that were green once. */
  readonly done: readonly string[];
  /** What the lesson asks to write, for `use`. */
  readonly typed: readonly string[];
  readonly next: string | null;
  /** Grows with each failure on the wire: there is a picture of it. 0: none. */
  readonly picture: number;
}

export class Live {
  readonly #session: Session;
  readonly #checker: Checker;
  readonly #room = new Broadcast<ServerEvent>();
  /** Pages that listen. The first one begins the looking, the last one ends it. */
  #listeners = 0;
  #stopLooking = () => {};
  #pictures = 0;
  #pictured: Check | null = null;

  /** Errors: TroubleError when a page of the course cannot be read. */
  constructor(root: string) {
    this.#session = new Session(readArguments(["check", "--root", root]));
    this.#checker = new Checker(
      this.#session,
      () => this.#tellAll(),
      (error) => this.#say([error instanceof Error ? error.message : String(error)]),
    );
  }

  get pictureFile(): string {
    return join(this.#session.args.root, ".course", "picture.svg");
  }

  /** The learner's own text of a file of the tree, "src/net/conn.ts"; null when there is none. */
  own(path: string): string | null {
    return this.#session.desk.work.read().get(path)?.toString("utf8") ?? null;
  }

  async *listen(signal: AbortSignal): AsyncGenerator<ServerEvent> {
    this.#listeners += 1;
    if (this.#listeners === 1) this.#beginLooking();
    try {
      yield* this.#room.subscribe({ signal, first: [this.#event()] });
    } finally {
      this.#listeners -= 1;
      if (this.#listeners === 0) this.#endLooking();
    }
  }

  /** Lines for the learner. Errors: UsageError. */
  async act(name: Act, words: readonly string[]): Promise<readonly string[]> {
    this.#session.desk.refresh();
    const lines = (await this.#do(name, this.#session.with({ words }), words)).map(plain);
    if (name !== "hint" && name !== "answer") this.#check();
    return lines;
  }

  close(): void {
    this.#endLooking();
    this.#room.close();
  }

  async #do(name: Act, session: Session, words: readonly string[]): Promise<readonly string[]> {
    const { last } = this.#checker;
    const lines = async (outcome: Outcome | Promise<Outcome>) => (await outcome).lines;
    switch (name) {
      case "check":
        return [];
      case "hint":
        return nextHint(session, last);
      case "use":
        return lines(use(words.length === 0 ? session.with({ all: true }) : session));
      case "mine":
        return lines(mine(session));
      case "undo":
      case "redo":
        return lines(takeBack(session, name));
      case "reset":
        return lines(reset(session.with({ words: [] })));
      case "start":
        beginAt(session, session.course.named(words[0] ?? ""));
        this.#checker.last = null;
        return [];
      case "next": {
        if (last?.isGreen !== true || last.lesson !== session.lesson)
          return ["This lesson is not green yet."];
        const outcome = goOn(session, last.lesson);
        this.#checker.last = null;
        return outcome.lines;
      }
      case "answer": {
        const lesson = session.course.named(words[0] ?? "");
        if (lesson.question === null) throw new UsageError(`lesson ${lesson.id} asks nothing`);
        return lines(answer(session, { lesson, question: lesson.question }, Number(words[1])));
      }
    }
  }

  #beginLooking(): void {
    const { path } = this.#session.desk.work;
    this.#stopLooking = onFolderChange([join(path, "src"), join(path, "examples")], () => {
      if (this.#session.desk.work.mark() !== this.#checker.mark) this.#check();
    });
    this.#check();
  }

  #endLooking(): void {
    this.#stopLooking();
    this.#checker.stop();
  }

  /** Where no lesson is under way there is nothing to check. */
  #check(): void {
    this.#session.desk.refresh();
    if (this.#session.lesson !== null && this.#listeners > 0) this.#checker.begin();
    else this.#tellAll();
  }

  #tellAll(): void {
    const { last } = this.#checker;
    if (last !== null && last !== this.#pictured && last.verdict.kind === "failed") {
      this.#pictured = last;
      // Written where the terminal's command writes it, once the failure is kept.
      if (!this.#checker.isRunning && picture(this.#session.with({ words: [] })).code === 0)
        this.#pictures += 1;
    }
    this.#room.send(this.#event());
  }

  #say(told: readonly string[]): void {
    this.#room.send({ event: "said", data: JSON.stringify(told) });
  }

  #event(): ServerEvent {
    return { event: "state", data: JSON.stringify(this.#state()) };
  }

  #state(): LiveState {
    const { lesson, course, desk } = this.#session;
    const last = this.#checker.last?.lesson === lesson ? this.#checker.last : null;
    const tests = last?.report.files.flatMap((file) => file.tests) ?? [];
    return {
      lesson: lesson?.id ?? null,
      isChecking: this.#checker.isRunning,
      isGreen: last?.isGreen ?? false,
      told: last === null ? [] : tell(this.#session, last).map(plain),
      tests: tests.map(({ name, status }) => ({ name, status })),
      ms: Math.round(last?.ms ?? 0),
      done: desk.state?.done ?? [],
      typed: lesson?.files.filter(({ kind }) => kind === "type").map(({ path }) => path) ?? [],
      next: lesson === null ? (course.lessons[0]?.id ?? null) : (course.after(lesson)?.id ?? null),
      picture: last?.verdict.kind === "failed" && last === this.#pictured ? this.#pictures : 0,
    };
  }
}
