/** A logger that adds the same fields to every line. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";

test("each line of each level gets the fields, in front of its own, which win", () => {
  const book = new LogBook();
  const log = ray.withFields(book, { server: "front", x: 1 });
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
  ray.withFields(backend, { a: 1 }).info("said");
  assert.deepEqual(backend.lines, [{ a: 1 }]);
});
