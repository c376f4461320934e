/** timed: every answer says how long it took. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Endpoint, HttpError, toEndpoint } from "../../../day2/src/index.ts";
import { inject } from "../../../day2/src/testing.ts";
import { rounds } from "../../../tests/support/fake-clock.ts";
import { answer } from "../../answer.ts";

const { timed } = await answer<typeof import("./solution.ts")>(import.meta.url, "timed");

/** An endpoint that takes so long on a clock that no one else moves. */
function slow(ms: number, app: Endpoint) {
  const clock = { time: 1_000 };
  const inner: Endpoint = {
    async call(c) {
      await rounds(1);
      clock.time += ms;
      return app.call(c);
    },
  };
  return { inner, now: () => clock.time };
}

const hello = toEndpoint((c) => c.string("hello"));

test("an answer says how long it took, with one digit behind the point", async () => {
  const { inner, now } = slow(12.34, hello);
  const got = await inject(timed("db", inner, now), "/");
  assert.equal(got.text(), "hello");
  assert.deepEqual(got.headers.getAll("server-timing"), ["db;dur=12.3"]);
});

test("an answer that is there at once took no time", async () => {
  const got = await inject(
    timed("db", hello, () => 5),
    "/",
  );
  assert.deepEqual(got.headers.getAll("server-timing"), ["db;dur=0.0"]);
});

test("I4: the answer to an error is the same as before, and says how long it took", async () => {
  const { inner, now } = slow(
    7,
    toEndpoint(() => {
      throw new HttpError(409, "taken");
    }),
  );
  const got = await inject(timed("db", inner, now), "/");
  assert.deepEqual([got.status, got.text()], [409, (await inject(inner, "/")).text()]);
  assert.deepEqual(got.headers.getAll("server-timing"), ["db;dur=7.0"]);
});

test("one around another: both values are told", async () => {
  const { inner, now } = slow(3, hello);
  const got = await inject(timed("total", timed("db", inner, now), now), "/");
  assert.deepEqual(got.headers.getAll("server-timing").sort(), ["db;dur=3.0", "total;dur=3.0"]);
});

test("a name that is no token is refused when it is given", () => {
  for (const name of ["", "a b", "db;dur=1", "däs", "a\r\nb"])
    assert.throws(() => timed(name, hello), TypeError, JSON.stringify(name));
});
