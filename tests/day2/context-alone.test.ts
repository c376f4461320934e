/** A context and an endpoint by themselves: no connection, no server, not even inject. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { load } from "../support/stage.ts";

const context =
  await load<typeof import("../../day5/src/endpoint/app-context.ts")>("endpoint/app-context.ts");
const { getResponse, toEndpoint } =
  await load<typeof import("../../day5/src/endpoint/endpoint.ts")>("endpoint/endpoint.ts");
const { key } = await load<typeof import("../../day5/src/endpoint/state.ts")>("endpoint/state.ts");
const { Headers } = await load<typeof import("../../day5/src/http/headers.ts")>("http/headers.ts");
const { HttpError } = await load<typeof import("../../day5/src/http/http-error.ts")>("http/http-error.ts");
const { Request } = await load<typeof import("../../day5/src/http/request.ts")>("http/request.ts");

/** The context of `GET target`, as a server would make it. */
function contextOf(target: string): AppContext {
  const at = { path: "test" };
  const peer = { localAddress: at, remoteAddress: at, scheme: "unix", onEnd: () => () => {} } as const;
  const headers = new Headers({ host: "a.example:81" });
  const init = { method: "GET", target, version: "1.1", headers, body: null, maxBodyBytes: 0 };
  return new context.AppContext(new Request(init, peer));
}

/** Status, content type and body of what `handler` answers. */
async function answer(handler: (c: AppContext) => unknown, target = "/") {
  const { status, headers, body } = await getResponse(toEndpoint(handler as never), contextOf(target));
  return [status, headers.get("content-type"), body];
}

test("text and string are one method with two names", async () => {
  for (const name of ["text", "string"] as const) {
    const told = await answer((c) => c[name]("hi", 201));
    assert.deepEqual(told, [201, "text/plain; charset=utf-8", "hi"]);
  }
});

test("a value, a promise, a thrown error and nothing at all are answers", async () => {
  assert.deepEqual(await answer((c) => ({ q: c.query.get("q") }), "/?q=1"), [
    200,
    "application/json",
    '{"q":"1"}',
  ]);
  assert.deepEqual(await answer(async () => "later"), [200, "text/plain; charset=utf-8", "later"]);
  assert.deepEqual(
    await answer(() => {
      throw new HttpError(418, "short and stout");
    }),
    [418, "text/plain; charset=utf-8", "short and stout\n"],
  );
  assert.deepEqual(await answer(() => {}), [200, null, null]);
});

test("a guard hands what it has found to its handler", async () => {
  const user = key<string>("user");
  const handler = (c: AppContext) => c.text(`hello ${c.state.get(user)}`);
  const guarded = (c: AppContext) => {
    c.state.set(user, c.query.get("name") ?? "stranger");
    return handler(c);
  };
  assert.deepEqual((await answer(guarded, "/?name=ada"))[2], "hello ada");
});

test("without a server the origin is what connection and request say, and nothing drains", () => {
  const c = contextOf("/");
  assert.deepEqual(
    [c.remoteAddress, c.scheme, c.host, c.isDraining],
    [{ path: "test" }, "http", "a.example:81", false],
  );
});
