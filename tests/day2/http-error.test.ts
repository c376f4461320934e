/** Which errors a client may read, at the border, and the words of each status. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { load, ray } from "../support/stage.ts";

const { HttpError } = await load<typeof import("../../day5/src/http/http-error.ts")>("http/http-error.ts");
const { Response } = await load<typeof import("../../day5/src/http/response.ts")>("http/response.ts");

const { errorResponse } =
  await load<typeof import("../../day5/src/http/error-response.ts")>("http/error-response.ts");
const { reasonPhrase } = await load<typeof import("../../day5/src/http/status.ts")>("http/status.ts");

const NONE = { log: ray.silentLogger, method: "GET", path: "/" };

test("a message is for the client below 500, and for the log alone from 500 on", () => {
  for (const [status, isExposed] of [
    [200, true],
    [400, true],
    [499, true],
    [500, false],
    [501, false],
    [599, false],
  ] as const) {
    const error = new HttpError(status, "the message");
    assert.equal(error.expose, isExposed, String(status));
    assert.equal(error.publicMessage, isExposed ? "the message" : reasonPhrase(status), String(status));
    assert.equal(errorResponse(error, NONE).body, `${error.publicMessage}\n`);
    assert.equal(new HttpError(status, "the message", { expose: !isExposed }).expose, !isExposed);
  }
});

test("a status is a whole number from 200 to 599, and nothing next to it", () => {
  for (const status of [200, 599]) {
    assert.equal(new HttpError(status).status, status);
    assert.equal(new Response(null, { status }).status, status);
  }
  for (const status of [199, 600, 0, -200, 200.5, Number.NaN, Number.POSITIVE_INFINITY, "200" as never]) {
    assert.throws(() => new HttpError(status), RangeError, String(status));
    assert.throws(() => new Response(null, { status }), RangeError, String(status));
  }
});

test("a code that nobody registered has a word for its class: an error from 400 on", () => {
  assert.deepEqual([299, 399, 400, 499, 599].map(reasonPhrase), [
    "Unknown Status",
    "Unknown Status",
    "Bad Request",
    "Unknown Error",
    "Unknown Error",
  ]);
});

test("the code of an error is its phrase in capitals, unless it has one", () => {
  assert.equal(new HttpError(404).code, "NOT_FOUND");
  assert.equal(new HttpError(203).code, "NON_AUTHORITATIVE_INFORMATION");
  assert.equal(new HttpError(404, "x", { code: "NO_GHOST" }).code, "NO_GHOST");
});
