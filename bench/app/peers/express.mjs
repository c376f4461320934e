import express from "express";
import session from "express-session";
import { change, changed, files, newTodos, port, secret } from "./shared.mjs";

const app = express();
const api = express.Router();
api.use(session({ secret, resave: false, saveUninitialized: false }), express.json());
api.post("/login", (request, reply) => {
  request.session.todos = newTodos();
  reply.json({ ok: true });
});
api.get("/todos", (request, reply) => reply.json(request.session.todos));
api.patch("/todos/:id", (request, reply) => {
  const { success, data, error } = change.safeParse(request.body);
  if (!success) return reply.status(422).json(error);
  const id = Number(request.params.id);
  const todos = changed(request.session.todos, id, data.done);
  if (todos === undefined) return reply.status(404).json({ error: "no such todo" });
  request.session.todos = todos;
  reply.json(todos.find((todo) => todo.id === id));
});
app.use("/api", api);
app.use("/files", express.static(files));
app.get("/plain", (_request, reply) => reply.json({ hello: "world" }));
const pass = (_request, _reply, next) => next();
app.get("/wrapped", ...Array.from({ length: 10 }, () => pass), (_request, reply) => {
  reply.json({ hello: "world" });
});
app.listen(port, "127.0.0.1");
