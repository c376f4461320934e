import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { MemoryStore, sessionMiddleware } from "hono-sessions";
import { change, changed, files, newTodos, port } from "./shared.mjs";

const app = new Hono();
app.use(
  "/api/*",
  sessionMiddleware({ store: new MemoryStore(), cookieOptions: { path: "/", httpOnly: true } }),
);
app.post("/api/login", (c) => {
  c.get("session").set("todos", newTodos());
  return c.json({ ok: true });
});
app.get("/api/todos", (c) => c.json(c.get("session").get("todos")));
app.patch("/api/todos/:id", async (c) => {
  const { success, data, error } = change.safeParse(await c.req.json());
  if (!success) return c.json(error, 422);
  const id = Number(c.req.param("id"));
  const todos = changed(c.get("session").get("todos"), id, data.done);
  if (todos === undefined) return c.json({ error: "no such todo" }, 404);
  c.get("session").set("todos", todos);
  return c.json(todos.find((todo) => todo.id === id));
});
app.use("/files/*", serveStatic({ root: files, rewriteRequestPath: (path) => path.slice("/files".length) }));
app.get("/plain", (c) => c.json({ hello: "world" }));
const pass = (_c, next) => next();
app.get("/wrapped", ...Array.from({ length: 10 }, () => pass), (c) => c.json({ hello: "world" }));
serve({ fetch: app.fetch, port, hostname: "127.0.0.1" });
