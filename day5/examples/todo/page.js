/** The page of the to-do list: it shows what the server has, and tells the server what is done. */

const list = document.querySelector("#todos");
const told = document.querySelector("#told");

/** What the server answers; null where that is nothing, or a refusal, which is told below the form. */
async function ask(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  told.textContent = answer.ok ? "" : await answer.text();
  return answer.ok && answer.status !== 204 ? answer.json() : null;
}

function row({ id, title, done }) {
  const item = document.createElement("li");
  const box = Object.assign(document.createElement("input"), {
    type: "checkbox",
    checked: done,
    id: `todo-${id}`,
  });
  // As text, never as HTML: a title is whatever somebody typed.
  const label = Object.assign(document.createElement("label"), { htmlFor: box.id, textContent: title });
  const remove = Object.assign(document.createElement("button"), { textContent: "Remove" });
  box.addEventListener("change", () => ask("PATCH", `api/todos/${id}`, { done: box.checked }));
  remove.addEventListener("click", async () => {
    await ask("DELETE", `api/todos/${id}`);
    await show();
  });
  item.append(box, label, remove);
  return item;
}

async function show() {
  const todos = await ask("GET", "api/todos");
  if (todos !== null) list.replaceChildren(...todos.map(row));
}

document.querySelector("#new").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const added = await ask("POST", "api/todos", { title: form.elements.title.value });
  // What was refused stays where it was typed, with the reason below it.
  if (added === null) return;
  form.reset();
  await show();
});

await show();
