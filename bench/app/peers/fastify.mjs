import cookie from "@fastify/cookie";
import session from "@fastify/session";
import serve from "@fastify/static";
import Fastify from "fastify";
import { change, changed, files, newTodos, port, secret } from "./shared.mjs";

const app = Fastify();
app.setValidatorCompiler(({ schema }) => (data) => {
  const { success, data: value, error } = schema.safeParse(data);
  return success ? { value } : { error };
});
await app.register(async (api) => {
  await api.register(cookie);
  await api.register(session, { secret, cookie: { secure: false }, saveUninitialized: false });
  api.post("/api/login", (request) => {
    request.session.set("todos", newTodos());
    return { ok: true };
  });
  api.get("/api/todos", (request) => request.session.get("todos"));
  api.patch("/api/todos/:id", { schema: { body: change } }, (request, reply) => {
    const id = Number(request.params.id);
    const todos = changed(request.session.get("todos"), id, request.body.done);
    if (todos === undefined) return reply.code(404).send({ error: "no such todo" });
    request.session.set("todos", todos);
    return todos.find((todo) => todo.id === id);
  });
});
await app.register(serve, { root: files, prefix: "/files/" });
app.get("/plain", () => ({ hello: "world" }));
const pass = (_request, _reply, done) => done();
app.get("/hooked", { onRequest: Array.from({ length: 10 }, () => pass) }, () => ({ hello: "world" }));
await app.listen({ port, host: "127.0.0.1" });
