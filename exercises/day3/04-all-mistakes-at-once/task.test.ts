/** fromTable: a router, or all that is wrong with the table. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AppContext, type Handler, RouteError } from "../../../day3/src/index.ts";
import { inject } from "../../../day3/src/testing.ts";
import { answer } from "../../answer.ts";

const { fromTable } = await answer<typeof import("./solution.ts")>(import.meta.url, "fromTable");

const ok = () => "ok";

function mistakesOf(table: Parameters<typeof fromTable>[0]): string[] {
  try {
    fromTable(table);
  } catch (error) {
    assert.ok(error instanceof RouteError, String(error));
    return error.message.split("\n");
  }
  return [];
}

test("a table becomes a router", async () => {
  const router = fromTable({
    "GET /": ok,
    "GET /ghost/:id": (c: AppContext<{ id: string }>) => c.string(`ghost ${c.params.id}`),
    "ANY /old/*rest": (c: AppContext<{ rest: string }>) => c.string(`${c.method} ${c.params.rest}`),
  });
  assert.equal((await inject(router, "/ghost/7")).text(), "ghost 7");
  assert.equal((await inject(router, "/old/a/b", { method: "PURGE" })).text(), "PURGE a/b");
  assert.equal(router.routes().length, 3);
});

test("I5: all mistakes are told, in the order of the table", () => {
  const mistakes = mistakesOf({ "GET /a*": ok, "GET /fine": ok, "get /x": ok, GET: ok, "GET /y /z": ok });
  assert.deepEqual(
    mistakes.map((line) => line.slice(0, line.indexOf(":"))),
    ['"GET /a*"', '"get /x"', '"GET"', '"GET /y /z"'],
  );
});

test("a key that is none says what it should be", () => {
  assert.deepEqual(mistakesOf({ "/": ok }), ['"/": "/" is not "METHOD /path"']);
  assert.equal(mistakesOf({ "GET  /two-blanks": ok }).length, 1);
});

test("I5: two keys for one route are told by the one that comes second", () => {
  const [line = "", ...more] = mistakesOf({ "GET /p/:a": ok, "GET /p/:b": ok });
  assert.match(line, /^"GET \/p\/:b": .*\/p\/:a/);
  assert.deepEqual(more, []);
});

test("what is no mistake in a route passes as it is", () => {
  assert.throws(() => fromTable({ "GET /": 7 as unknown as Handler }), TypeError);
});
