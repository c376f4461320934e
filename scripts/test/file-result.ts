/**
 * What one test file did, gathered from the reporter's events. Made by run-file.ts for each file,
 * read by print.ts. Counts leaf tests only: a suite, or a test that has subtests, is a heading.
 */
import type { Asked, TestEvent } from "./reporter.ts";

export interface TestResult {
  /** The names from the outermost suite down to the test, joined by " > ". */
  name: string;
  status: "passed" | "failed" | "skipped";
  ms: number;
  error?: { message: string; stack: string; actual?: string; expected?: string };
}

export class FileResult {
  /** Path below the root, with forward slashes. */
  readonly file: string;
  readonly tests: TestResult[] = [];
  /** Of each test that has asked a server, where a version of HTTP was chosen. */
  readonly asked: Asked[] = [];
  /** stdout and stderr of the file's process, as they came. */
  output = "";
  /** Tests that failed while other files shared the process, and passed alone: they depend on what is beside them. */
  besides: readonly string[] = [];
  /** True once the reporter saw the end of the stream: only then has every test reported. */
  ended = false;

  readonly #names: string[] = [];
  #running: { name: string; nesting: number }[] = [];
  #lastNesting = 0;

  constructor(file: string) {
    this.file = file;
  }

  count(status: TestResult["status"]): number {
    return this.tests.filter((test) => test.status === status).length;
  }

  /** A failure that no test reported: a crash, a hang. */
  addFailure(name: string, message: string, stack = ""): void {
    this.tests.push({ name, status: "failed", ms: 0, error: { message, stack } });
  }

  /** The test that began last and has not ended: when a file hangs, the one to look at. */
  get running(): string | undefined {
    return this.#running.at(-1)?.name;
  }

  add(event: TestEvent): void {
    if (event.kind === "end") this.ended = true;
    else if (event.kind === "run") this.#running.push(event);
    else if (event.kind === "asked") this.asked.push(event.asked ?? { over: 0, beside: 0 });
    else if (event.kind === "start") this.#names[event.nesting] = event.name;
    else this.#report(event);
  }

  #report(event: TestEvent): void {
    const index = this.#running.findIndex(
      (test) => test.name === event.name && test.nesting === event.nesting,
    );
    if (index >= 0) this.#running.splice(index, 1);
    // Subtests report before the test that holds them, so a parent comes right after a deeper line.
    const isParent = event.suite || this.#lastNesting > event.nesting;
    this.#lastNesting = event.nesting;
    // A parent only counts when it broke by itself: in a hook, say, or after its last subtest.
    if (isParent && !event.skip && (event.kind === "pass" || event.error?.type === "subtestsFailed")) return;
    // Node 20 reports what --test-name-pattern leaves out as skipped; later versions do not report it.
    if (event.skip === "test name does not match pattern") return;
    const name = [...this.#names.slice(0, event.nesting), event.name].join(" > ");
    const status = event.skip ? "skipped" : event.kind === "pass" ? "passed" : "failed";
    const error =
      status === "failed" ? (event.error ?? { message: "failed without an error", stack: "" }) : undefined;
    this.tests.push({ name, status, ms: event.ms, ...(error && { error }) });
  }
}
