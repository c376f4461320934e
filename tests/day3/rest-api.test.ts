/** The 207 routes of bench/router/rest-api.ts: what is measured there is right here. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type RouteLine, restApi } from "../../bench/router/rest-api.ts";
import { exampleOf } from "../../bench/router/sets.ts";
import { NaiveRouter } from "../support/naive-router.ts";
import { ray } from "../support/stage.ts";
import { ask, routerOf } from "../support/told-routes.ts";

/** The routes as they are, backwards, and every seventh first. */
const orders: readonly (readonly RouteLine[])[] = [
  restApi,
  restApi.toReversed(),
  restApi.toSorted((a, b) => (restApi.indexOf(a) % 7) - (restApi.indexOf(b) % 7)),
];

test("the set is as large as it says", () => {
  assert.equal(restApi.length, 207);
  assert.equal(new Set(restApi.map(([, path]) => path)).size, 145);
});

test("I1: every route answers its own example, whatever the order of registration", async () => {
  for (const order of orders) {
    const router = routerOf(...order.map((line) => line.join(" ")));
    for (const line of restApi) {
      const answer = await ask(router, exampleOf(line).join(" "));
      const params = Object.fromEntries(
        [...line[1].matchAll(/:(\w+)/g)].map(([, name]) => [name, `${name}-42`]),
      );
      const [, rest] = /\*(\w+)$/.exec(line[1]) ?? [];
      if (rest !== undefined) params[rest] = `${rest}/a/b.txt`;
      assert.equal(answer, `${line.join(" ")} ${JSON.stringify(params)}`);
    }
  }
});

test("every path answers every method as a naive matcher does: 405 and Allow, HEAD and OPTIONS too", async () => {
  const naive = new NaiveRouter();
  for (const [method, path] of restApi) assert.ok(naive.add(method, path), `${method} ${path}`);
  const router = routerOf(...restApi.map((line) => line.join(" ")));
  for (const line of restApi) {
    const [, path] = exampleOf(line);
    for (const method of ["GET", "HEAD", "POST", "DELETE", "OPTIONS", "PURGE"]) {
      for (const asked of [path, `${path}/`, `${path}/more`, path.slice(0, -1)]) {
        assert.equal(await ask(router, `${method} ${asked}`), naive.ask(method, asked), `${method} ${asked}`);
      }
    }
  }
});

test("url builds the example of every route", () => {
  const router = new ray.Router();
  for (const [method, path] of restApi) router.on(method, path, () => "");
  for (const line of restApi) {
    const [method, example] = exampleOf(line);
    const { params } = router.getRoute(method, example) ?? {};
    assert.equal(router.url(line[1] as string, { ...params }), example);
  }
});
