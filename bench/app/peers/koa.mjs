import { bodyParser } from "@koa/bodyparser";
import Router from "@koa/router";
import Koa from "koa";
import session from "koa-session";
import serve from "koa-static";
import { change, changed, files, newTodos, port, secret } from "./shared.mjs";

const app = new Koa();
app.keys = [secret];
const kept = new Map();
const store = {
  get: (key) => kept.get(key),
  set: (key, value) => void kept.set(key, value),
  destroy: (key) => void kept.delete(key),
};
const api = new Router({ prefix: "/api" });
api.use(session({ store }, app), bodyParser());
api.post("/login", (c) => {
  c.session.todos = newTodos();
  c.body = { ok: true };
});
api.get("/todos", (c) => {
  c.body = c.session.todos;
});
api.patch("/todos/:id", (c) => {
  const { success, data, error } = change.safeParse(c.request.body);
  if (!success) return c.throw(422, error.message);
  const id = Number(c.params.id);
  const todos = changed(c.session.todos, id, data.done);
  if (todos === undefined) return c.throw(404);
  c.session.todos = todos;
  c.body = todos.find((todo) => todo.id === id);
});
const plain = new Router();
plain.get("/plain", (c) => {
  c.body = { hello: "world" };
});
const pass = (_c, next) => next();
plain.get("/wrapped", ...Array.from({ length: 10 }, () => pass), (c) => {
  c.body = { hello: "world" };
});
const fromFiles = serve(files);
app
  .use(api.routes())
  .use(plain.routes())
  .use((c, next) => {
    if (!c.path.startsWith("/files/")) return next();
    c.path = c.path.slice("/files".length);
    return fromFiles(c, next);
  })
  .listen(port, "127.0.0.1");
