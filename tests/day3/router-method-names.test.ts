/** The method of a route: a known one in its own letters, or any other token (RFC 9110 §9.1). */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ray } from "../support/stage.ts";
import { ask, tell } from "../support/told-routes.ts";

for (const method of [
  "get",
  "Get",
  "post",
  "put",
  "patch",
  "delete",
  "head",
  "options",
  "connect",
  "tRACE",
]) {
  test(`"${method}" is a method that nobody sends: the error says what to write`, () => {
    const router = new ray.Router();
    assert.throws(() => router.on(method, "/a", () => ""), {
      name: "RouteError",
      message: `route "${method} /a": methods are case-sensitive, write ${method.toUpperCase()}`,
    });
    assert.deepEqual(router.routes(), []);
  });
}

for (const method of [
  "",
  " ",
  "GET\n",
  " GET",
  "GET /a",
  "G\u0000T",
  "G:T",
  "GÉT",
  "GET,POST",
  undefined,
  7,
  null,
]) {
  const shown = JSON.stringify(method);
  test(`${shown} is no method: a route of it is refused`, () => {
    const router = new ray.Router();
    assert.throws(() => router.on(method as string, "/a", () => ""), {
      name: "RouteError",
      message: `route "/a": ${shown} is no method; a method is a token, such as GET or PURGE`,
    });
    assert.deepEqual(router.routes(), []);
  });
}

test("every other token is a method, and its letters count", async () => {
  const router = new ray.Router();
  for (const method of ["PURGE", "purge", "M-SEARCH", "x!#$%&'+.^_`|~9", "CONNECT", "TRACE"])
    tell(router, `${method} /a`);
  assert.equal(await ask(router, "PURGE /a"), "PURGE /a {}");
  assert.equal(await ask(router, "purge /a"), "purge /a {}");
  assert.equal(await ask(router, "M-SEARCH /a"), "M-SEARCH /a {}");
  assert.equal(
    await ask(router, "Purge /a"),
    "405 CONNECT, M-SEARCH, OPTIONS, PURGE, TRACE, purge, x!#$%&'+.^_`|~9",
  );
});
