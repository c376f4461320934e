/** One way on for a value that is here and for one that is still to come. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../support/stage.ts";

const { when } = await load<typeof import("../../day5/src/sync/when.ts")>("sync/when.ts");

const double = (value: number) => value * 2;

test("a value that is here goes on at once, and costs no promise", () => {
  assert.equal(when(3, double), 6);
  for (const value of [null, undefined, 0, "", ["then"]])
    assert.equal(
      when(value, () => "next"),
      "next",
    );
});

test("a value that comes later goes on when it has come", async () => {
  const later = when(Promise.resolve(3), double);
  assert.ok(later instanceof Promise);
  assert.equal(await later, 6);
});

test("whatever has a then is waited for, promise or not", async () => {
  // biome-ignore lint/suspicious/noThenProperty: a query builder is such a one
  const thenable = { then: (resolve: (value: number) => void) => resolve(4) };
  assert.equal(await when(thenable as PromiseLike<number>, double), 8);
});

test("what the next step throws is thrown at once, or rejects where it had to be waited for", async () => {
  const fail = (): never => {
    throw new Error("no way on");
  };
  assert.throws(() => when(1, fail), /no way on/);
  await assert.rejects(async () => when(Promise.resolve(1), fail), /no way on/);
});

test("a value that fails is not gone on with", async () => {
  let asked = 0;
  const next = () => {
    asked += 1;
  };
  await assert.rejects(async () => when(Promise.reject(new Error("lost")), next), /lost/);
  assert.equal(asked, 0);
});
