/**
 * Where the site's own server stands behind the page: the lesson under way turns red and green as one saves. Loaded by
 * site.ts. The words are those of `npm run learn`, which does the work.
 */
import { showMineDiff } from "./mine-diff.ts";

interface State {
  readonly lesson: string | null;
  readonly isChecking: boolean;
  readonly isGreen: boolean;
  readonly told: readonly string[];
  readonly tests: readonly { readonly name: string; readonly status: string }[];
  readonly ms: number;
  readonly done: readonly string[];
  readonly typed: readonly string[];
  readonly next: string | null;
  readonly picture: number;
}

const page = document.body.dataset.page;
const panel = document.querySelector<HTMLElement>("#live");

function make(tag: string, className: string, ...content: (string | Node)[]): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...content);
  return element;
}

function button(word: string, act: () => void): HTMLButtonElement {
  const element = make("button", "", word) as HTMLButtonElement;
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

const said = make("pre", "said");
said.hidden = true;
said.tabIndex = 0;

async function act(name: string, words: readonly string[] = []): Promise<readonly string[]> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch("/api/act", {
    method: "POST",
    headers,
    body: JSON.stringify({ act: name, words }),
  });
  const lines: readonly string[] = answer.ok ? (await answer.json()).lines : [await answer.text()];
  said.textContent = lines.join("\n").trim();
  said.hidden = said.textContent === "";
  return lines;
}

function show(state: State): void {
  for (const link of document.querySelectorAll<HTMLElement>("[data-lesson]")) {
    const id = link.dataset.lesson ?? "";
    link.classList.toggle("green", state.done.includes(id));
    link.classList.toggle("under-way", state.lesson === id);
  }
  if (panel === null || page === undefined) return;
  panel.hidden = false;
  panel.replaceChildren(...(state.lesson === page ? underWay(state) : elsewhere(state)), said);
}

function elsewhere({ lesson, done }: State): Node[] {
  const where = lesson === null ? "No lesson is under way." : `Lesson ${lesson} is under way.`;
  const words = done.includes(page ?? "") ? `${where} This one was green once.` : where;
  const begin = button("Begin this lesson", () => act("start", [page ?? ""]));
  return [make("p", "", words, " ", begin, " What is in work/ is kept: undo brings it back.")];
}

function underWay(state: State): Node[] {
  const { isChecking, isGreen, tests, told, ms, typed, next, picture } = state;
  const passed = tests.filter(({ status }) => status === "passed").length;
  const failed = tests.filter(({ status }) => status === "failed").length;
  const word = isChecking ? "checking …" : isGreen ? "green" : "red";
  const head = make(
    "p",
    `state ${isChecking ? "checking" : word}`,
    make("b", "", word),
    ` ${passed} of ${passed + failed} tests · ${(ms / 1000).toFixed(1)} s`,
  );
  head.setAttribute("role", "status");
  const list = make("ul", "tests");
  for (const { name, status } of tests.filter((test) => test.status !== "skipped"))
    list.append(make("li", status, make("span", "hidden", status), name));
  const story = make("pre", "told", told.join("\n"));
  story.tabIndex = 0;
  const image = make("img", "wire") as HTMLImageElement;
  if (picture > 0) image.src = `/api/picture.svg?${picture}`;
  image.alt = "The last failed test: what went over the wire";
  const files = make("select", "") as HTMLSelectElement;
  files.setAttribute("aria-label", "A file of this lesson");
  files.append(...typed.map((path) => new Option(path)));
  const keys = make(
    "p",
    "keys",
    button("Hint", () => act("hint")),
    ...(typed.length === 0 ? [] : [files, button("Use the course's", () => act("use", [files.value]))]),
    button("Mine again", () => act("mine")),
    button("Undo", () => act("undo")),
    button("Redo", () => act("redo")),
    ...(isGreen && next !== null ? [button(`On to ${next}`, goOn)] : []),
  );
  const folded = document.createElement("details");
  folded.append(make("summary", "", `${passed + failed} tests`), list);
  folded.open = wasOpen();
  folded.addEventListener("toggle", () => sessionStorage.setItem("ray-tests", String(folded.open)));
  return [head, ...(isGreen ? [] : [story]), ...(picture > 0 && !isGreen ? [image] : []), keys, folded];
}

const wasOpen = () => sessionStorage.getItem("ray-tests") === "true";

/** The page of the next lesson is the next page. */
async function goOn(): Promise<void> {
  await act("next");
  document.querySelector<HTMLAnchorElement>("a[rel=next]")?.click();
}

const source = new EventSource("/api/live");
source.addEventListener("state", (event) => show(JSON.parse(event.data)));
source.addEventListener("said", (event) => {
  said.textContent = (JSON.parse(event.data) as string[]).join("\n");
  said.hidden = false;
});

// The key of a question is what its program prints: the server runs it.
for (const choice of document.querySelectorAll<HTMLInputElement>(".choices input")) {
  choice.addEventListener("change", async () => {
    const number = Number(choice.value) + 1;
    const box = choice.closest("fieldset");
    const shown = box?.querySelector(".verdict") ?? make("p", "verdict");
    shown.textContent = "It runs …";
    box?.append(shown);
    const lines = await act("answer", [page ?? "", String(number)]);
    said.hidden = true;
    shown.textContent = lines[0]?.startsWith("✔")
      ? "Right: that is what it prints."
      : (lines.find((line) => line.startsWith("It prints")) ?? lines.join(" "));
  });
}

showMineDiff();
