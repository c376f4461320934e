/** Static before param before wildcard, with a way back out of every dead end, whatever was declared first. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, permutations, routerOf } from "../support/told-routes.ts";

interface Case {
  readonly name: string;
  readonly routes: readonly string[];
  /** Request and who answers it. */
  readonly answers: Readonly<Record<string, string>>;
}

const cases: Case[] = [
  {
    name: "a static segment wins over a param, and a param over a wildcard",
    routes: ["GET /a/b", "GET /a/:x", "GET /a/*rest"],
    answers: {
      "GET /a/b": "GET /a/b {}",
      "GET /a/c": 'GET /a/:x {"x":"c"}',
      "GET /a/b/c": 'GET /a/*rest {"rest":"b/c"}',
      "GET /a/": 'GET /a/*rest {"rest":""}',
      "GET /a": "404",
    },
  },
  {
    name: "the first segment that differs decides, not the number of static ones",
    routes: ["GET /a/:x/:y", "GET /:z/b/c"],
    answers: {
      "GET /a/b/c": 'GET /a/:x/:y {"x":"b","y":"c"}',
      "GET /d/b/c": 'GET /:z/b/c {"z":"d"}',
    },
  },
  {
    name: "a static way that leads nowhere is left again for the param",
    routes: ["GET /a/b/c", "GET /a/:x/d", "GET /:w/b/e"],
    answers: {
      "GET /a/b/d": 'GET /a/:x/d {"x":"b"}',
      "GET /a/b/e": 'GET /:w/b/e {"w":"a"}',
      "GET /a/b/f": "404",
    },
  },
  {
    name: "a param way that leads nowhere is left again for the wildcard, and its value is forgotten",
    routes: ["GET /:a/:b/end", "GET /:a/*rest", "GET /*all"],
    answers: {
      "GET /1/2/end": 'GET /:a/:b/end {"a":"1","b":"2"}',
      "GET /1/2/other": 'GET /:a/*rest {"a":"1","rest":"2/other"}',
      "GET /1": 'GET /*all {"all":"1"}',
      "GET /": 'GET /*all {"all":""}',
    },
  },
  {
    name: "the way back goes up as many levels as it has to",
    routes: ["GET /a/b/c/d", "GET /a/b/:x/e", "GET /a/:y/c/f", "GET /:z/b/c/g", "GET /a/*rest"],
    answers: {
      "GET /a/b/c/d": "GET /a/b/c/d {}",
      "GET /a/b/c/e": 'GET /a/b/:x/e {"x":"c"}',
      "GET /a/b/c/f": 'GET /a/:y/c/f {"y":"b"}',
      "GET /a/b/c/g": 'GET /a/*rest {"rest":"b/c/g"}',
      "GET /h/b/c/g": 'GET /:z/b/c/g {"z":"h"}',
    },
  },
  {
    name: "a route of the wrong method is a dead end too",
    routes: ["GET /a/:x", "POST /a/b", "PUT /*rest"],
    answers: {
      "GET /a/b": 'GET /a/:x {"x":"b"}',
      "POST /a/b": "POST /a/b {}",
      "PUT /a/b": 'PUT /*rest {"rest":"a/b"}',
      "POST /a/c": "405 GET, HEAD, OPTIONS, PUT",
      "PATCH /a/b": "405 GET, HEAD, OPTIONS, POST, PUT",
      "OPTIONS /a/b": "204 GET, HEAD, OPTIONS, POST, PUT",
    },
  },
  {
    name: "a slash at the end makes another path",
    routes: ["GET /a", "GET /a/", "GET /:x", "GET /:x/"],
    answers: {
      "GET /a": "GET /a {}",
      "GET /a/": "GET /a/ {}",
      "GET /b": 'GET /:x {"x":"b"}',
      "GET /b/": 'GET /:x/ {"x":"b"}',
      "GET /b//": "404",
    },
  },
  {
    name: "`any` serves the methods that its own path does not name, and a closer path wins over a closer method",
    routes: ["ANY /a/b", "POST /a/b", "GET /a/:x"],
    answers: {
      "GET /a/b": "ANY /a/b {}",
      "POST /a/b": "POST /a/b {}",
      "PURGE /a/b": "ANY /a/b {}",
      "OPTIONS /a/b": "ANY /a/b {}",
      "GET /a/c": 'GET /a/:x {"x":"c"}',
      "POST /a/c": "405 GET, HEAD, OPTIONS",
    },
  },
  {
    name: "routes of one path may call their params differently, each by its own method",
    routes: ["GET /a/:x", "POST /a/:y", "GET /a/:z/*rest", "POST /a/:x/*tail"],
    answers: {
      "GET /a/1": 'GET /a/:x {"x":"1"}',
      "POST /a/1": 'POST /a/:y {"y":"1"}',
      "GET /a/1/2": 'GET /a/:z/*rest {"z":"1","rest":"2"}',
      "POST /a/1/2": 'POST /a/:x/*tail {"x":"1","tail":"2"}',
    },
  },
];

for (const { name, routes, answers } of cases) {
  test(`I1, I2: ${name}, in every order of registration`, async () => {
    for (const order of permutations(routes)) {
      const router = routerOf(...order);
      for (const [request, answer] of Object.entries(answers)) {
        assert.equal(await ask(router, request), answer, `${request} with the routes ${order.join("; ")}`);
      }
    }
  });
}
