/** The answer methods of a context in any order: which status, body and content type come out. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Handler } from "../../day5/src/index.ts";
import { ray } from "../support/stage.ts";

/** Handler, status, body, content type. */
const order: Record<string, readonly [Handler, number, string, string | null]> = {
  "status before string": [(c) => c.status(201).string("x"), 201, "x", "text/plain; charset=utf-8"],
  "status behind string": [
    (c) => {
      c.string("x");
      c.status(201);
    },
    201,
    "x",
    "text/plain; charset=utf-8",
  ],
  "the status of an answer method wins": [
    (c) => c.status(201).string("x", 202),
    202,
    "x",
    "text/plain; charset=utf-8",
  ],
  "the last answer method wins, with its own type": [
    (c) => {
      c.html("<p>");
      c.json({});
    },
    200,
    "{}",
    "application/json",
  ],
  "a type that the handler set stays, whatever follows": [
    (c) => {
      c.header("Content-Type", "text/csv");
      c.json([]);
      c.string("a,b");
    },
    200,
    "a,b",
    "text/csv",
  ],
  "a type set after the answer wins": [
    (c) => {
      c.string("a,b");
      c.header("content-type", "text/csv");
      c.string("c,d");
    },
    200,
    "c,d",
    "text/csv",
  ],
  "a redirect drops a body and keeps the fields": [
    (c) => {
      c.html("<p>");
      return c.redirect("/x", 303);
    },
    303,
    "",
    "text/html; charset=utf-8",
  ],
  "a response set by hand is the answer": [
    (c) => {
      c.string("old");
      c.response = new ray.Response("new", { status: 203 });
    },
    203,
    "new",
    "text/plain; charset=utf-8",
  ],
  "an answer method behind it fills that response": [
    (c) => {
      c.response = new ray.Response("new", { status: 203, headers: { "content-type": "x/y" } });
      c.string("newer");
    },
    203,
    "newer",
    "x/y",
  ],
};

for (const [name, [handler, status, body, type]] of Object.entries(order)) {
  test(`${name}`, async () => {
    const answer = await ray.inject(handler, "/");
    assert.deepEqual(
      [answer.status, answer.text(), answer.headers.get("content-type")],
      [status, body, type],
    );
  });
}
