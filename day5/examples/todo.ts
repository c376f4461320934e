/**
 * A small real service: a to-do list of one's own, in a browser. `npm run todo`, then open http://127.0.0.1:3000.
 * Sessions keep each visitor's list, a schema checks what comes in, a folder holds the page.
 */

import { fileURLToPath } from "node:url";
import { z } from "zod";
import { handler, int, json, path } from "../src/extract/index.ts";
import { HttpError, Router, run } from "../src/index.ts";
import { accessLog, compress, etag } from "../src/middleware/index.ts";
import { MemoryStorage, session, sessions } from "../src/session/index.ts";
import { staticFiles } from "../src/static/index.ts";
import { createLogger } from "./logger.ts";

const { HOST = "127.0.0.1", PORT = "3000" } = process.env;

interface Todo {
  readonly id: number;
  readonly title: string;
  readonly done: boolean;
}

const newTodo = z.object({ title: z.string().trim().min(1).max(200) });
const change = z.object({ done: z.boolean() });

// Outermost first: the log tells what went out, and what a client has already is not compressed once more.
const router = new Router().hooks(accessLog(), compress(), etag());

// Only what is below it has sessions: who asks for a picture needs none.
const api = router.group("/api").hooks(sessions({ storage: new MemoryStorage() }));

api.get(
  "/todos",
  handler(session, (own) => own.get<Todo[]>("todos") ?? []),
);

api.post(
  "/todos",
  handler(session, json(newTodo), async (own, { title }) => {
    const todos = await own.update<Todo[]>("todos", (todos = []) => {
      if (todos.length >= 100)
        throw new HttpError(409, "a hundred things to do are enough", { expose: true });
      return [...todos, { id: (todos.at(-1)?.id ?? 0) + 1, title, done: false }];
    });
    return todos.at(-1) as Todo;
  }),
);

api.patch(
  "/todos/:id",
  handler(path("id", int), session, json(change), async (id, own, { done }) => {
    const todos = await own.update<Todo[]>("todos", (todos = []) =>
      todos.map((todo) => (todo.id === id ? { ...todo, done } : todo)),
    );
    return found(todos, id);
  }),
);

api.delete("/todos/:id", async (c) => {
  const own = await session(c);
  const id = int(c.params.id);
  found(own.get<Todo[]>("todos") ?? [], id);
  await own.update<Todo[]>("todos", (todos = []) => todos.filter((todo) => todo.id !== id));
  return c.status(204).response;
});

function found(todos: readonly Todo[], id: number): Todo {
  const todo = todos.find((todo) => todo.id === id);
  if (todo === undefined) throw new HttpError(404, "there is no such thing to do", { expose: true });
  return todo;
}

const page = staticFiles(fileURLToPath(new URL("todo", import.meta.url)));
router.at("/", page).at("/*file", page);

await run(`${HOST}:${PORT}`, router, { logger: createLogger() });
