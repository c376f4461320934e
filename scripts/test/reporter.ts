/**
 * The node:test reporter behind `npm test`: one line of JSON per event, over channel.ts to the runner. Told at
 * once, not through a stream, so that a test file that crashes or exits half way loses nothing that it had reported.
 */
import { inspect } from "node:util";
import { tell } from "./channel.ts";

/**
 * What one line says. `run` comes when a test begins, `start` when its report begins, `end` after the last. `asked` is
 * told by tests/support/http-version.ts: what a test has asked, where a version of HTTP was chosen.
 */
export interface TestEvent {
  kind: "run" | "start" | "pass" | "fail" | "end" | "asked";
  name: string;
  nesting: number;
  ms: number;
  suite: boolean;
  /** `true`, a reason, or absent; a test that is `todo` counts as skipped too. */
  skip?: string | boolean;
  error?: TestError;
  asked?: Asked;
}

/** Requests of one test: those over the version that was chosen, and those that name HTTP/1.1. */
export interface Asked {
  readonly over: number;
  readonly beside: number;
}

export interface TestError {
  message: string;
  stack: string;
  type: string;
  /** What an assertion compared, where both were text or bytes; bytes as latin1. */
  actual?: string;
  expected?: string;
}

interface NodeTestEvent {
  type: string;
  data: {
    name?: string;
    nesting?: number;
    skip?: string | boolean;
    todo?: string | boolean;
    details?: { duration_ms?: number; type?: string; error?: Error & { failureType?: string } };
  };
}

const kinds: Record<string, TestEvent["kind"]> = {
  "test:dequeue": "run",
  "test:start": "start",
  "test:pass": "pass",
  "test:fail": "fail",
};

/** The messages of an error and of its causes, one under the other, and the stack of the first. */
function describe(wrapped: Error & { failureType?: string }): TestError {
  const type = wrapped.failureType ?? "";
  const thrown: unknown = wrapped.cause ?? wrapped;
  if (!(thrown instanceof Error))
    return { message: typeof thrown === "string" ? thrown : inspect(thrown), stack: "", type };
  const messages: string[] = [];
  for (let error: unknown = thrown; error !== undefined && messages.length < 5; ) {
    messages.push(error instanceof Error ? `${error.name}: ${error.message}` : inspect(error));
    error = error instanceof Error ? error.cause : undefined;
  }
  return { message: messages.join("\ncaused by "), stack: thrown.stack ?? "", type, ...compared(thrown) };
}

/** More than this is no use to a reader. */
const MOST_COMPARED = 64 * 1024;

function compared(thrown: Error): Pick<TestError, "actual" | "expected"> {
  const { actual, expected } = thrown as { actual?: unknown; expected?: unknown };
  const text = (value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value;
  const [came, wanted] = [text(actual), text(expected)];
  if (typeof came !== "string" || typeof wanted !== "string") return {};
  return { actual: came.slice(0, MOST_COMPARED), expected: wanted.slice(0, MOST_COMPARED) };
}

const send = (event: TestEvent) => tell(event);

export default async function* report(source: AsyncIterable<NodeTestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of source) {
    const kind = kinds[type];
    if (kind === undefined) continue;
    const { name = "", nesting = 0, details } = data;
    const event: TestEvent = {
      kind,
      name,
      nesting,
      ms: details?.duration_ms ?? 0,
      suite: details?.type === "suite",
    };
    const skip = data.skip ?? data.todo;
    if (skip !== undefined && skip !== false) event.skip = skip;
    if (kind === "fail" && details?.error) event.error = describe(details.error);
    send(event);
  }
  send({ kind: "end", name: "", nesting: 0, ms: 0, suite: false });
  yield "";
}
