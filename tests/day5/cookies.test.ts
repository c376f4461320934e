/** `cookies(c)` over the wire: what a client sends is read, what is set goes out once, on errors too. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

const { CookieSigner, cookies } =
  await load<typeof import("../../day5/src/cookie/index.ts")>("cookie/index.ts");

const get = (path: string, cookie = "") =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\n${cookie === "" ? "" : `Cookie: ${cookie}\r\n`}\r\n`;
const setCookies = (answer: { fields: readonly (readonly [string, string])[] }) =>
  answer.fields.filter(([name]) => name.toLowerCase() === "set-cookie").map(([, value]) => value);

test("a handler reads what the client sent, and sets what it keeps (seed 004.48)", async (t) => {
  const server = await startHttp1Server(t, (c) => {
    const visits = Number(cookies(c).get("visits") ?? 0) + 1;
    cookies(c).set("visits", String(visits), { maxAge: 60 });
    return c.string(`${visits}`);
  });
  const first = await server.ask(get("/"));
  assert.deepEqual(setCookies(first), ["visits=1; Max-Age=60; Path=/; HttpOnly; SameSite=Lax"]);
  const second = await server.ask(get("/", "other=9; visits=1"));
  assert.equal(second.text, "2");
});

test("of two that a browser takes for one only the last goes out; with another path both do", async (t) => {
  const server = await startHttp1Server(t, (c) => {
    const jar = cookies(c);
    jar.set("a", "1");
    jar.set("b", "1");
    jar.set("a", "2", { path: "/x" });
    jar.set("a", "3");
    return c.string("");
  });
  const names = setCookies(await server.ask(get("/"))).map((line) => line.split("; H")[0]);
  assert.deepEqual(names, ["b=1; Path=/", "a=2; Path=/x", "a=3; Path=/"]);
});

test("a deleted cookie is told to end now, with the path and domain that it had", async (t) => {
  const server = await startHttp1Server(t, (c) => {
    cookies(c).delete("sid", { domain: "example.org", maxAge: 99 });
    return c.string("");
  });
  const [line] = setCookies(await server.ask(get("/")));
  assert.equal(line, "sid=; Max-Age=0; Domain=example.org; Path=/; HttpOnly; SameSite=Lax");
});

test("a cookie that was set is on the answer to an error too", async (t) => {
  const server = await startHttpServer(t, (c) => {
    cookies(c).set("seen", "1");
    throw new ray.HttpError(403);
  });
  const answer = await server.ask(get("/"));
  assert.equal(answer.status, 403);
  assert.equal(setCookies(answer).length, 1);
});

test("a signed cookie that was changed is as good as none", async (t) => {
  const signer = new CookieSigner(["a secret that has 32 bytes or more"]);
  const server = await startHttpServer(t, (c) => {
    const jar = cookies(c).signed(signer);
    if (c.path === "/login") jar.set("user", "ann");
    return c.string(jar.get("user") ?? "nobody");
  });
  const [line = ""] = setCookies(await server.ask(get("/login")));
  const sent = line.slice(0, line.indexOf(";"));
  assert.equal((await server.ask(get("/", sent))).text, "ann");
  assert.equal((await server.ask(get("/", sent.replace("ann", "bob")))).text, "nobody");
  assert.equal((await server.ask(get("/", "user=ann"))).text, "nobody");
});
