/**
 * Mistakes that were found in other routers, by the names of those: gee's (the fourth, hooks by string
 * prefix, is in tests/day5/hook-scope.test.ts) and poem's. Each was seen there by running it.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, permutations, routerOf } from "../support/told-routes.ts";

/** In every order of registration, each request gets its answer. */
async function holds(routes: readonly string[], answers: Readonly<Record<string, string>>): Promise<void> {
  for (const order of permutations(routes)) {
    const router = routerOf(...order);
    for (const [request, answer] of Object.entries(answers)) {
      assert.equal(await ask(router, request), answer, `${request} with the routes ${order.join("; ")}`);
    }
  }
}

test("gee: /hello/:name and /hello/b/c do not make /hello/x/c match", () =>
  holds(["GET /hello/:name", "GET /hello/b/c"], {
    "GET /hello/x/c": "404",
    "GET /hello/b/c": "GET /hello/b/c {}",
    "GET /hello/b": 'GET /hello/:name {"name":"b"}',
  }));

test("gee: /a/lit after /a/:x does not take /a/other", () =>
  holds(["GET /a/:x", "GET /a/lit"], {
    "GET /a/other": 'GET /a/:x {"x":"other"}',
    "GET /a/lit": "GET /a/lit {}",
  }));

test("gee: a star in the path of a request does not cut it short", () =>
  holds(["GET /hello/:name", "GET /hello/:name/bar"], {
    "GET /hello/*foo/bar": 'GET /hello/:name/bar {"name":"*foo"}',
    "GET /hello/*foo/other": "404",
    "GET /hello/*": 'GET /hello/:name {"name":"*"}',
    "GET /hello/:name": 'GET /hello/:name {"name":":name"}',
  }));

test("gee: %2F does not split a segment", () =>
  holds(["GET /hello/:name", "GET /hello/a/b"], {
    "GET /hello/a%2Fb": 'GET /hello/:name {"name":"a/b"}',
    "GET /hello/a/b": "GET /hello/a/b {}",
  }));

test("gee: HEAD and a wrong method are not 404", () =>
  holds(["GET /hello/:name"], {
    "HEAD /hello/x": 'GET /hello/:name {"name":"x"}',
    "POST /hello/x": "405 GET, HEAD, OPTIONS",
    "OPTIONS /hello/x": "204 GET, HEAD, OPTIONS",
    "POST /hello": "404",
  }));

test("poem: segments that begin with the same letters do not hide each other", () =>
  holds(["GET /abc", "GET /abd", "GET /ab", "GET /abc12", "GET /ab/:x"], {
    "GET /abc": "GET /abc {}",
    "GET /abd": "GET /abd {}",
    "GET /ab": "GET /ab {}",
    "GET /abc12": "GET /abc12 {}",
    "GET /ab12": "404",
    "GET /abcd": "404",
    "GET /a": "404",
    "GET /ab/c": 'GET /ab/:x {"x":"c"}',
  }));

test("poem: /a/*p does not win over /a/ for /a/", () =>
  holds(["GET /a/*p", "GET /a/"], {
    "GET /a/": "GET /a/ {}",
    "GET /a/b": 'GET /a/*p {"p":"b"}',
  }));

test("poem: /a/:p/:q on /a/%FF/x is 400 and not a match with one param missing", () =>
  holds(["GET /a/:p/:q"], { "GET /a/%FF/x": "400", "GET /a/x/%FF": "400" }));

test("poem: a param is never empty, neither at the end nor in the middle", () =>
  holds(["GET /a/:p", "GET /a/:p/b"], {
    "GET /a/": "404",
    "GET /a//b": "404",
    "GET /a/x/b": 'GET /a/:p/b {"p":"x"}',
  }));
