/** What a router tells of its routes: a list, and the trie as a drawing. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { permutations, routerOf } from "../support/told-routes.ts";

const routes = ["GET /", "GET /ghost/:id", "GET /ghost/new", "PUT /files/*path"];

test("I1: the drawing has a line for each node, and is the same in every order of declaration", () => {
  const expected = `├─ /        GET /
├─ /files
│  └─ /*    PUT /files/*path
└─ /ghost
   ├─ /new  GET /ghost/new
   └─ /:    GET /ghost/:id
`;
  for (const order of permutations(routes)) assert.equal(routerOf(...order).print(), expected);
});

test("routes are listed in the order of declaration, with method, path and names", () => {
  const router = routerOf("POST /b", "GET /a/:x/*rest", "ANY /c");
  assert.deepEqual(router.routes().map(String), ["POST /b", "GET /a/:x/*rest", "ANY /c"]);
  assert.deepEqual(
    router
      .routes()
      .map(({ method, path, names }) => [method, path, names])
      .slice(0, 2),
    [
      ["POST", "/b", []],
      ["GET", "/a/:x/*rest", ["x", "rest"]],
    ],
  );
});
