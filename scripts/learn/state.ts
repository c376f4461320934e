/**
 * What the runner knows about a learner: the lesson under way, what is done, which files are the course's for now.
 * `state.json` holds it. A person may have edited it, so all of it is looked at before it is believed. Pure.
 */
import { array, boolean, literal, nullable, number, object, record, safeParse, string } from "valibot";
import type { Hash } from "./store.ts";

export interface State {
  /** The id of the lesson under way: "1.2". */
  readonly lesson: string;
  /** The folder as it was when the lesson began, which `reset` lays; null when no one knows. */
  readonly begun: Hash | null;
  /** Lessons that were green once, in the order in which they became so. */
  readonly done: readonly string[];
  /** Files in which the course's text stands in place of the learner's; what was there, null for nothing. */
  readonly used: Readonly<Record<string, Hash | null>>;
  /** By lesson: how many hints were shown. */
  readonly hints: Readonly<Record<string, number>>;
  /** By lesson: whether its question was answered rightly the last time. */
  readonly answers: Readonly<Record<string, boolean>>;
}

export interface StateFile {
  /** The number of the newest entry of the history that was carried out. */
  readonly entry: number;
  readonly state: State;
}

const VERSION = 1;

/** A state that a later version of the course has written. */
export class NewerStateError extends Error {}

export const stateShape = object({
  lesson: string(),
  begun: nullable(string()),
  done: array(string()),
  used: record(string(), nullable(string())),
  hints: record(string(), number()),
  answers: record(string(), boolean()),
});
const fileShape = object({ version: literal(VERSION), entry: number(), state: stateShape });

/** Null when it is not what `writeState` makes. Errors: NewerStateError. */
export function readState(text: string): StateFile | null {
  const value = parseJson(text);
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === "number" && version > VERSION)
    throw new NewerStateError("a newer version of the course has written .course: update this one");
  const read = safeParse(fileShape, value);
  return read.success ? { entry: read.output.entry, state: read.output.state } : null;
}

export function writeState(file: StateFile): Buffer {
  return Buffer.from(`${JSON.stringify({ version: VERSION, ...file }, null, 2)}\n`);
}

/** Null for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
