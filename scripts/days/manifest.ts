/**
 * loadManifest: reads days.json, which says per day what it adds and what it changes, and why.
 * A file of the wrong shape stops the tool with one line; whether its sentences are filled in and true to the
 * folders is asked by check-manifest.ts and check-copies.ts.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CourseError } from "./course-error.ts";

export interface Change {
  why: string;
  /** Why a file beyond those that may change does so; null where none is given. */
  exception: string | null;
  /** Why the file gains lines and keeps those it had (see check-grows.ts); null where it may change freely. */
  grows: string | null;
}

/** A stretch of a day: with the parts before it, it is a program that compiles. */
export interface Part {
  name: string;
  idea: string;
  files: readonly string[];
  /**
   * File → why it has another first version in this part, kept below dayN/parts/NAME; what it is for good comes in a
   * later part.
   */
  first: ReadonlyMap<string, string>;
  /** Tests of the day that hold from this part on; all others hold from the first. */
  tests: readonly string[];
}

export interface Day {
  number: number;
  idea: string;
  /** File, relative to dayN/src → the sentence that says why it is added. */
  adds: ReadonlyMap<string, string>;
  changes: ReadonlyMap<string, Change>;
  /** In the order in which they are built; none where the day is one piece. */
  parts: readonly Part[];
}

/** The days in order: day 1 is at index 0. */
export type Manifest = readonly Day[];

const EXPECTED = `expected { "day1": { "idea": "…", "adds": { "file.ts": "why" }, "changes": {} }, … }`;

/** @throws CourseError when days.json is missing, is not JSON, or does not have the shape above. */
export function loadManifest(root: string): Manifest {
  const path = join(root, "days.json");
  const days = Object.entries(record(parse(path), "the file"));
  if (days.length === 0) throw malformed("it lists no day");
  return days.map(([name, value], index) => {
    if (name !== `day${index + 1}`) throw malformed(`"${name}" stands where "day${index + 1}" belongs`);
    return readDay(value, name, index + 1);
  });
}

function parse(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = code === "ENOENT" ? "there is no such file" : code;
    throw new CourseError(`${path}: cannot be read: ${reason}. Give the course's folder with --root DIR.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    // The message quotes the text around the error, line breaks included: keep it on one line.
    throw malformed(`not JSON: ${(error as Error).message.replace(/\s+/g, " ")}`);
  }
}

function readDay(value: unknown, name: string, number: number): Day {
  const day = record(value, name);
  for (const key of Object.keys(day)) {
    if (!["idea", "adds", "changes", "parts"].includes(key))
      throw malformed(`${name} has an unknown entry "${key}"`);
  }
  const adds = Object.entries(record(day.adds, `${name} adds`));
  const changes = Object.entries(record(day.changes, `${name} changes`));
  for (const [file] of [...adds, ...changes]) assertPath(file, name);
  return {
    number,
    idea: text(day.idea, `${name} idea`),
    adds: new Map(adds.map(([file, why]) => [file, text(why, `${name} adds ${file}`)])),
    changes: new Map(changes.map(([file, change]) => [file, readChange(change, `${name} changes ${file}`)])),
    parts: Object.entries(record(day.parts ?? {}, `${name} parts`)).map(([part, value]) =>
      readPart(value, name, part),
    ),
  };
}

function readPart(value: unknown, day: string, name: string): Part {
  const { idea, files, first, tests = [], ...rest } = record(value, `${day} part ${name}`);
  for (const key of Object.keys(rest)) throw malformed(`${day} part ${name} has an unknown entry "${key}"`);
  if (!Array.isArray(files)) throw malformed(`${day} part ${name} files is not a list`);
  if (!Array.isArray(tests)) throw malformed(`${day} part ${name} tests is not a list`);
  const early = Object.entries(record(first ?? {}, `${day} part ${name} first`));
  for (const [file] of early) assertPath(file, day);
  return {
    name,
    idea: text(idea, `${day} part ${name} idea`),
    files: files.map((file) => text(file, `${day} part ${name} file`)),
    first: new Map(early.map(([file, why]) => [file, text(why, `${day} part ${name} first ${file}`)])),
    tests: tests.map((file) => text(file, `${day} part ${name} test`)),
  };
}

function readChange(value: unknown, where: string): Change {
  if (typeof value === "string") return { why: value, exception: null, grows: null };
  const { why, exception, grows, ...rest } = record(value, where);
  for (const key of Object.keys(rest)) throw malformed(`${where} has an unknown entry "${key}"`);
  return {
    why: text(why, `${where} why`),
    exception: exception === undefined ? null : text(exception, `${where} exception`),
    grows: grows === undefined ? null : text(grows, `${where} grows`),
  };
}

/** A path must stay inside src: days-carry writes to the places named here. */
function assertPath(file: string, day: string): void {
  const parts = file.split("/");
  if (file.includes("\\") || parts.some((part) => part === "" || part === "." || part === "..")) {
    throw malformed(`${day}: "${file}" is no path relative to ${day}/src, such as "net/conn.ts"`);
  }
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw malformed(`${where} is ${value === undefined ? "missing" : "not an object"}`);
}

function text(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw malformed(`${where} is ${value === undefined ? "missing" : "not a text"}`);
}

function malformed(reason: string): CourseError {
  return new CourseError(`days.json: ${reason}; ${EXPECTED}`);
}
