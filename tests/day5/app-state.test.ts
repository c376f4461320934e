/** State: what is there for all requests, and what a hook promises to the handlers behind it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { startHttpServer } from "../support/http-server.ts";
import { LogBook } from "../support/log-book.ts";
import { load, ray } from "../support/stage.ts";

const { behind, handler, path, state, supply } =
  await load<typeof import("../../day5/src/extract/index.ts")>("extract/index.ts");

interface Db {
  readonly name: string;
}

const { key, provide } = ray;
const db = key<Db>("db");
const limit = key<number>("limit");
const get = (target: string, fields = "") => `GET ${target} HTTP/1.1\r\nHost: x\r\n${fields}\r\n`;
const told = handler(state(db), state(limit).or(0), ({ name }, most) => `${name} ${most}`);

test("a server's values are there for every request, of hooks and misses too", async (t) => {
  const seen: string[] = [];
  const router = new ray.Router()
    .hooks((c) => void seen.push(c.state.get(db).name))
    .get("/", told)
    .get("/direct", (c) => c.state.get(db).name);
  const server = await startHttpServer(t, router, {
    state: [provide(db, { name: "real" }), provide(limit, 7)],
  });
  assert.equal((await server.ask(get("/"))).text, "real 7");
  assert.equal((await server.ask(get("/direct"))).text, "real");
  assert.equal((await server.ask(get("/miss"))).status, 404);
  assert.deepEqual(seen, ["real", "real", "real"]);
});

test("a router's values are those of its routes, and the closest group's take their place", async () => {
  const router = new ray.Router().provide(db, { name: "outer" }).get("/", told);
  router.group("/g").provide(db, { name: "inner" }).provide(limit, 1).get("/", told);
  assert.equal((await ray.inject(router, "/")).text(), "outer 0");
  assert.equal((await ray.inject(router, "/g")).text(), "inner 1");
  const wrapped = ray.endpoint(told).with(provide(db, { name: "alone" }));
  assert.equal((await ray.inject(wrapped, "/")).text(), "alone 0");
});

test("what one request sets there is not the next one's", async (t) => {
  const app = (c: AppContext) => {
    const before = c.state.get(limit);
    c.state.set(limit, before + 1);
    return String(before);
  };
  const server = await startHttpServer(t, app, { state: [provide(limit, 1)] });
  for (let i = 0; i < 2; i++) assert.equal((await server.ask(get("/"))).text, "1");
});

test("a value that is missing is the program's mistake: a 500, and the log names the key", async () => {
  const log = new LogBook();
  const answer = await ray.inject(told, "/", { logger: log });
  assert.equal(answer.status, 500);
  assert.match(String(log.errors("error")), /c\.state has no "db"/);
  const may = handler(state(db).optional(), (found) => [found === undefined]);
  assert.deepEqual((await ray.inject(may, "/")).json(), [true]);
});

test("the option takes what provide gives, and says so", async () => {
  for (const bad of [new Map([[db, 7]]), [[db, { name: "x" }]], "db"])
    await assert.rejects(
      ray.listen("127.0.0.1:0", () => "", { state: bad as never }),
      /state must be a list of what provide\(key, value\) gives/,
    );
  // @ts-expect-error: a number is no Db
  provide(db, 7);
});

interface User {
  readonly name: string;
}

const user = supply("user", async (c): Promise<User | ReturnType<AppContext["string"]>> => {
  const name = c.req.headers.get("x-user");
  if (name === null) throw new ray.HttpError(401);
  return name === "blocked" ? c.string("no", 403) : { name };
});
const page = supply("page", (c) => Number(c.query.get("page") ?? 1));
const greet = handler(user.value, ({ name }) => `hello ${name}`);
const both = handler(path("id"), user.value, page.value, (id, { name }, at) => `${id} ${name} ${at}`);

test("a handler behind a supply gets its value; an answer or an error of it ends the way", async (t) => {
  const router = new ray.Router();
  const mine = behind(router.group("/mine"), user).get("/", greet);
  behind(mine, page).get("/:id", both).group("/deep/:id").post("/", both);
  router.get("/open", () => "open");
  const server = await startHttpServer(t, router);
  assert.equal((await server.ask(get("/mine", "X-User: ann\r\n"))).text, "hello ann");
  assert.equal((await server.ask(get("/mine/7?page=3", "X-User: ann\r\n"))).text, "7 ann 3");
  assert.equal((await server.ask(get("/mine", "X-User: blocked\r\n"))).text, "no");
  assert.equal((await server.ask(get("/mine"))).status, 401);
  assert.equal((await server.ask(get("/open"))).text, "open");
});

test("a handler that wants what nothing gives does not compile", () => {
  const router = new ray.Router();
  // @ts-expect-error: no supply stands before it
  router.get("/a", greet);
  // @ts-expect-error: nor among the methods of a path
  router.at("/a2", ray.post(greet));
  behind(router.group("/a3"), user).at("/", ray.post(greet));
  // @ts-expect-error: another one does
  behind(router.group("/b"), page).get("/", greet);
  // @ts-expect-error: one of the two does
  behind(router.group("/c/:id"), user).get("/", both);
  // @ts-expect-error: and here is no :id
  behind(behind(router.group("/d"), user), page).get("/", both);
  behind(behind(router.group("/e/:id"), page), user)
    .hooks((c) => void c.params.id)
    .get("/:more", both)
    .put("/", both)
    .patch("/", both)
    .delete("/", both)
    .any("/any", both)
    .at("/at", both);
  // Two supplies of one type are told apart by their names.
  const admin = supply("admin", (): User => ({ name: "root" }));
  // @ts-expect-error: an admin is no user
  behind(router.group("/f"), admin).get("/", greet);
});

test("where a cast hides that no supply stands before it, the request says so", async () => {
  const log = new LogBook();
  const router = new ray.Router().get("/", greet as never);
  assert.equal((await ray.inject(router, "/", { logger: log })).status, 500);
  assert.match(String(log.errors("error")), /c\.state has no "user"/);
});
