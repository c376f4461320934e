/** What the services have in common: the schema that checks a change, what a new list holds, and where the file lies. */

import { z } from "zod";

export const change = z.object({ done: z.boolean() });

export const newTodos = () => [
  { id: 1, title: "write the letter", done: false },
  { id: 2, title: "water the plants", done: false },
  { id: 3, title: "read the chapter", done: true },
];

/** The list with one of its things changed. undefined: it has no such thing. */
export function changed(todos, id, done) {
  return todos.some((todo) => todo.id === id)
    ? todos.map((todo) => (todo.id === id ? { ...todo, done } : todo))
    : undefined;
}

export const files = process.env.FILES;
export const port = Number(process.env.PORT);
export const secret = "0123456789abcdef0123456789abcdef0123456789abcdef";
