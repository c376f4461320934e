/** The drawing of the trie. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { ray } from "../support/stage.ts";
import { permutations, routerOf } from "../support/told-routes.ts";

const routes = [
  "GET /",
  "GET /ghost/:id",
  "PUT /ghost/:name",
  "GET /ghost/new",
  "GET /ghost/:id/",
  "ANY /*rest",
];

test("print draws one line for each node, in the order in which a look-up tries them", () => {
  const expected = `├─ /        GET /
├─ /ghost
│  ├─ /new  GET /ghost/new
│  └─ /:    GET /ghost/:id, PUT /ghost/:name
│     └─ /  GET /ghost/:id/
└─ /*       ANY /*rest
`;
  assert.equal(routerOf(...routes).print(), expected);
});

test("the order of registration shows only where routes share a node", () => {
  const drawings = permutations(routes).map((order) => routerOf(...order).print());
  assert.equal(new Set(drawings).size, 2);
});

test("console.log of a router shows the drawing (seed 003.18)", () => {
  assert.equal(inspect(routerOf("GET /a", "GET /a/:x")), "Router\n└─ /a     GET /a\n   └─ /:  GET /a/:x");
  assert.equal(inspect(new ray.Router()), "Router");
});

test("an empty router draws nothing", () => {
  assert.equal(new ray.Router().print(), "");
});
