/** The trie against its naive twin: random routes in random order, random paths, and the same answers. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NaiveRouter } from "../support/naive-router.ts";
import { runsOn } from "../support/sizes.ts";
import { ray } from "../support/stage.ts";
import { ask, tell } from "../support/told-routes.ts";

/** Few texts, so that routes meet: equal and similar ones, names of Object.prototype, and none at all. */
const text = fc.constantFrom("a", "b", "ab", "é", "a.b", "[a]", "__proto__", "constructor", "");
/** What a client may put between two slashes; %zz encodes nothing. */
const asked = fc.oneof(
  { weight: 12, arbitrary: text.map(encodeURI) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "c",
      "..",
      "a%2Fb",
      "%61",
      "%c3%a9",
      "[a]",
      "%5ba]",
      "%2e",
      "..%2Fa",
      "*",
      ":x",
      "%zz",
      "%C3",
    ),
  },
);

/** A name is used once in a path, so it carries the place where it stands. */
function segment(letter: string, kind: number, static_: string, place: number): string {
  return kind < 3 ? static_ : `:${letter}${place}`;
}

const routePath = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom("x", "y"), fc.nat(4), text), { minLength: 1, maxLength: 4 }),
    fc.option(fc.constantFrom("rest", "tail"), { freq: 3 }),
  )
  .map(([segments, wildcard]) => {
    const parts = segments.map(([letter, kind, static_], place) => segment(letter, kind, static_, place));
    if (wildcard !== null) parts.push(`*${wildcard}`);
    return `/${parts.join("/")}`;
  });

const routes = fc.array(
  fc.tuple(fc.constantFrom("GET", "GET", "POST", "HEAD", "OPTIONS", "PURGE", "ANY"), routePath),
  { minLength: 4, maxLength: 12 },
);
/** A request for a random path, or for one that a route (`which`, if there is one) was made for. */
const wish = fc.record({
  method: fc.constantFrom("GET", "GET", "HEAD", "POST", "PUT", "OPTIONS", "PURGE"),
  which: fc.nat(14),
  values: fc.array(asked, { minLength: 5, maxLength: 5 }),
  random: fc.array(asked, { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join("/")}`),
});
type Wish = typeof wish extends fc.Arbitrary<infer Value> ? Value : never;

const wishes = fc.array(wish, { minLength: 50, maxLength: 50 });

type Declared = readonly (readonly [method: string, path: string])[];

/** The request line of `wish` among these routes: their params filled with the values, their static text kept. */
function requestOf({ method, which, values, random }: Wish, declared: Declared): [string, string] {
  const route = declared[which];
  if (route === undefined) return [method, random];
  const parts = route[1].split("/").map((part, i) => (/^[:*]/.test(part) ? values[i - 1] : encodeURI(part)));
  return [method, parts.join("/")];
}

const RUNS = runsOn(3, 500);
const REQUESTS = RUNS * 50;

// In four parts, so that a slow machine shows signs of life.
for (const seed of [3, 5, 6, 7]) {
  test(`${RUNS} random sets of routes answer ${REQUESTS} random requests as a naive matcher does (seed ${seed})`, async () => {
    let compared = 0;
    let found = 0;
    await fc.assert(
      fc.asyncProperty(routes, wishes, async (declared, sent) => {
        const router = new ray.Router();
        const naive = new NaiveRouter();
        for (const [method, path] of declared) {
          const route = `${method} ${path}`;
          if (naive.add(method, path)) tell(router, route);
          else assert.throws(() => tell(router, route), ray.RouteError, `${route} is in conflict`);
        }
        for (const [method, path] of sent.map((each) => requestOf(each, declared))) {
          const answer = await ask(router, `${method} ${path}`);
          assert.equal(answer, naive.ask(method, path), `${method} ${path}`);
          compared += 1;
          if (answer.includes("{")) found += 1;
        }
      }),
      { seed, numRuns: RUNS },
    );
    assert.equal(compared, REQUESTS);
    // A fuzz that only ever meets 404 would prove nothing.
    assert.ok(found > 0.2 * REQUESTS, `only ${found} requests met a route`);
  });
}

test("I1: the same routes in another order give the same answers", async () => {
  const shuffled = routes.chain((declared) => {
    const free = new NaiveRouter();
    const fitting = declared.filter(([method, path]) => free.add(method, path));
    const order = fc.shuffledSubarray(fitting, { minLength: fitting.length });
    return fc.tuple(fc.constant(fitting), order);
  });
  await fc.assert(
    fc.asyncProperty(shuffled, wishes, async ([one, other], sent) => {
      const [first, second] = [new ray.Router(), new ray.Router()];
      for (const [method, path] of one) tell(first, `${method} ${path}`);
      for (const [method, path] of other) tell(second, `${method} ${path}`);
      for (const [method, path] of sent.map((each) => requestOf(each, one))) {
        const request = `${method} ${path}`;
        assert.equal(await ask(second, request), await ask(first, request), request);
      }
    }),
    { seed: 4, numRuns: runsOn(3, 200) },
  );
});
