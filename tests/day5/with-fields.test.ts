/** A logger that adds the same fields to every line. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { LogBook } from "../support/log-book.ts";
import { load } from "../support/stage.ts";

const { withFields } = await load<typeof import("../../day5/src/log/with-fields.ts")>("log/with-fields.ts");

test("each line of each level gets the fields, in front of its own, which win", () => {
  const book = new LogBook();
  const log = withFields(book, { server: "front", x: 1 });
  for (const level of ["trace", "debug", "info", "warn", "error"] as const) {
    log[level]({ x: 2 }, "with fields");
    log[level]("without");
    assert.deepEqual(book.entries.splice(0), [
      { level, fields: { server: "front", x: 2 }, message: "with fields" },
      { level, fields: { server: "front", x: 1 }, message: "without" },
    ]);
  }
  assert.equal(log.isLevelEnabled("trace"), true);
});

test("the back-end's methods are called on the back-end", () => {
  class Backend extends LogBook {
    override readonly info = (first: object | string) => void this.lines.push(first);
    readonly lines: unknown[] = [];
  }
  const backend = new Backend();
  withFields(backend, { a: 1 }).info("said");
  assert.deepEqual(backend.lines, [{ a: 1 }]);
});

test("an error keeps its content: it is `err`, and speaks where there is no message", () => {
  const book = new LogBook();
  const log = withFields(book, { server: "front" });
  const error = new TypeError("the disk is full", { cause: new Error("why") });
  const foreign: Error = runInNewContext("new Error('from elsewhere')");
  log.error(error);
  log.error(error, "cannot save");
  log.warn(foreign);
  assert.deepEqual(
    book.entries.map(({ fields, message }) => [Object.keys(fields), message]),
    [
      [["server", "err"], "the disk is full"],
      [["server", "err"], "cannot save"],
      [["server", "err"], "from elsewhere"],
    ],
  );
  assert.equal(book.errors("error")[0], error);
  assert.equal(book.errors("warn")[0], foreign);
});

test("what has content that spreading would lose is handed on whole, as `value`", () => {
  class Account {
    readonly #owner = "ada";
    get owner(): string {
      return this.#owner;
    }
  }
  const book = new LogBook();
  const log = withFields(book, { server: "front" });
  for (const value of [
    new Map([["a", 1]]),
    new Set([1]),
    new Account(),
    new Date(0),
    Buffer.from("x"),
    [1],
  ]) {
    log.info(value, "said");
    const { fields, message } = book.entries.pop() ?? assert.fail();
    assert.deepEqual(fields, { server: "front", value });
    assert.equal(fields.value, value);
    assert.equal(message, "said");
  }
});

test("plain fields are spread, also those without a prototype and those of another realm", () => {
  const book = new LogBook();
  const log = withFields(book, { server: "front" });
  const bare = Object.assign(Object.create(null), { x: 1 });
  for (const fields of [{ x: 1 }, bare, runInNewContext("({ x: 1 })")]) {
    log.info(fields);
    assert.deepEqual(book.entries.pop()?.fields, { server: "front", x: 1 });
  }
});
