/** Many routes: none is lost, none is slow to register, and a look-up among them costs no more than it must. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ray } from "../support/stage.ts";
import { routerOf } from "../support/told-routes.ts";

test("among 10,000 routes each is found, and no other", () => {
  const paths = Array.from({ length: 10_000 }, (_, i) => `/area${i % 100}/item${i}/:id`);
  const router = routerOf(...paths.map((path) => `GET ${path}`));
  for (const path of paths) {
    const match = router.getRoute("GET", path.replace(":id", "7"));
    assert.equal(match?.route.path, path);
    assert.equal(match?.params.id, "7");
  }
  assert.equal(router.getRoute("GET", "/area1/item2/7"), null);
  assert.equal(router.routes().length, 10_000);
});

test("10,000 children of one node, all alike, and 10,000 paths without names are found as well", () => {
  const router = new ray.Router();
  const names = Array.from({ length: 10_000 }, (_, i) => `r${String(i).padStart(4, "0")}`);
  for (const name of names) router.get(`/${name}`, () => "").get(`/${name}/:x`, () => "");
  for (const name of names) {
    assert.equal(router.getRoute("GET", `/${name}`)?.route.path, `/${name}`);
    assert.equal(router.getRoute("GET", `/${name}/1`)?.route.path, `/${name}/:x`);
  }
  assert.equal(router.getRoute("GET", "/r00000"), null);
});

test("registering 10,000 routes and the first look-up take less than 200 ms, or a few times that on a busy machine", () => {
  const paths = Array.from({ length: 10_000 }, (_, i) => `/area${i % 100}/item${i}/:id/part${i % 7}`);
  const begin = process.cpuUsage();
  const router = new ray.Router();
  for (const path of paths) router.get(path, () => "");
  assert.ok(router.getRoute("GET", "/area99/item99/7/part1") !== null);
  const { user } = process.cpuUsage(begin);
  // CPU time, so that other processes count little. Coverage and a slow machine may cost five times as much;
  // registering in quadratic time would cost a hundred times.
  assert.ok(user < 1_000_000, `${user / 1000} ms`);
});
