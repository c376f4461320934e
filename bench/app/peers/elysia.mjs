/** Run by Bun. Elysia has no sessions of its own: its signed cookie names an entry of a map. */

import { Elysia } from "elysia";
import { change, changed, files, newTodos, port, secret } from "./shared.mjs";

const kept = new Map();
const api = new Elysia({ prefix: "/api", cookie: { secrets: secret, sign: ["sid"] } })
  .post("/login", ({ cookie: { sid } }) => {
    const id = crypto.randomUUID();
    kept.set(id, newTodos());
    sid.set({ value: id, httpOnly: true, path: "/" });
    return { ok: true };
  })
  .get("/todos", ({ cookie: { sid } }) => kept.get(sid.value))
  .patch(
    "/todos/:id",
    ({ cookie: { sid }, params, body, status }) => {
      const id = Number(params.id);
      const todos = changed(kept.get(sid.value), id, body.done);
      if (todos === undefined) return status(404, { error: "no such todo" });
      kept.set(sid.value, todos);
      return todos.find((todo) => todo.id === id);
    },
    { body: change },
  );
const pass = () => {};
new Elysia()
  .use(api)
  .get("/files/page.html", () => Bun.file(`${files}/page.html`))
  .get("/plain", () => ({ hello: "world" }))
  .get("/hooked", () => ({ hello: "world" }), { beforeHandle: Array.from({ length: 10 }, () => pass) })
  .listen({ port, hostname: "127.0.0.1" });
