/** Sessions, a schema and files from ray's own rooms. The first argument names another build than today's. */

import { change, changed, files, newTodos, port } from "./shared.mjs";

const built = process.argv[2] ?? "../../.build";
const { around, HttpError, listen, Router } = await import(`${built}/index.js`);
const { handler, int, json, path } = await import(`${built}/extract/index.js`);
const { MemoryStorage, session, sessions } = await import(`${built}/session/index.js`);
const { staticFiles } = await import(`${built}/static/index.js`);
const { endpoint } = await import(`${built}/wrap.js`);

const router = new Router();
const api = router.group("/api").hooks(sessions({ storage: new MemoryStorage() }));
api.post(
  "/login",
  handler(session, (own) => {
    own.set("todos", newTodos());
    return { ok: true };
  }),
);
api.get(
  "/todos",
  handler(session, (own) => own.get("todos")),
);
api.patch(
  "/todos/:id",
  handler(path("id", int), session, json(change), async (id, own, { done }) => {
    const todos = await own.update("todos", (todos) => changed(todos, id, done) ?? todos);
    const todo = todos.find((todo) => todo.id === id);
    if (todo === undefined) throw new HttpError(404, "no such todo");
    return todo;
  }),
);
router.nest("/files", staticFiles(files));
const hello = (c) => c.json({ hello: "world" });
router.get("/plain", hello);
router.get("/hooked", ...Array.from({ length: 10 }, () => () => {}), hello);
/** A middleware as poem has it: an endpoint around an endpoint. */
const pass = { transform: (inner) => ({ call: (c) => inner.call(c) }) };
const inside = Array.from({ length: 10 }, () => pass).reduce((app, each) => app.with(each), endpoint(hello));
router.at("/middlewares", inside);
router.get("/wrapped", ...Array.from({ length: 10 }, () => around((_c, next) => next())), hello);

await listen(`127.0.0.1:${port}`, router, {
  limits: { keepAliveTimeoutMs: 300_000, headTimeoutMs: 300_000 },
});
