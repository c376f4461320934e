/** listRoutes: the same routes are always the same list. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "../../../day3/src/index.ts";
import { answer } from "../../answer.ts";

const { listRoutes } = await answer<typeof import("./solution.ts")>(import.meta.url, "listRoutes");

const ok = () => "ok";

test("a line for each path, and its methods in one column", () => {
  const router = new Router().get("/", ok).get("/todos", ok).post("/todos", ok).delete("/todos/:id", ok);
  assert.equal(listRoutes(router), "/           GET\n/todos      GET, POST\n/todos/:id  DELETE\n");
});

test("I1: the order of registration changes nothing", () => {
  const one = new Router().get("/b", ok).post("/a", ok).get("/a", ok).get("/a/:x", ok);
  const other = new Router().get("/a/:x", ok).get("/a", ok).post("/a", ok).get("/b", ok);
  assert.equal(listRoutes(one), "/a     GET, POST\n/a/:x  GET\n/b     GET\n");
  assert.equal(listRoutes(other), listRoutes(one));
});

test("a route for every method is ANY", () => {
  assert.equal(listRoutes(new Router().any("/all/*rest", ok)), "/all/*rest  ANY\n");
});

test("an empty router is an empty text, and one route needs no column", () => {
  assert.equal(listRoutes(new Router()), "");
  assert.equal(listRoutes(new Router().on("PURGE", "/cache", ok)), "/cache  PURGE\n");
});
