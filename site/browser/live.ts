/**
 * Where the site's own server stands behind the page: the lesson under way turns red and green as one saves. Loaded by
 * site.ts. The words are those of `npm run learn`, which does the work.
 */
import { liveWords } from "./live-words.ts";
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
  const where = lesson === null ? liveWords.none : liveWords.underWay(lesson);
  const words = done.includes(page ?? "") ? `${where} ${liveWords.once}` : where;
  const begin = button(liveWords.begin, () => act("start", [page ?? ""]));
  return [make("p", "", words, " ", begin, " ", liveWords.kept)];
}

function underWay(state: State): Node[] {
  const { isChecking, isGreen, tests, told, ms, typed, next, picture } = state;
  const passed = tests.filter(({ status }) => status === "passed").length;
  const failed = tests.filter(({ status }) => status === "failed").length;
  const word = isChecking ? liveWords.checking : isGreen ? liveWords.green : liveWords.red;
  const head = make(
    "p",
    `state ${isChecking ? "checking" : isGreen ? "green" : "red"}`,
    make("b", "", word),
    ` ${liveWords.tests(passed, passed + failed)} · ${(ms / 1000).toFixed(1)} s`,
  );
  head.setAttribute("role", "status");
  const list = make("ul", "tests");
  for (const { name, status } of tests.filter((test) => test.status !== "skipped"))
    list.append(make("li", status, make("span", "hidden", status), name));
  const story = make("pre", "told", told.join("\n"));
  story.tabIndex = 0;
  const image = make("img", "wire") as HTMLImageElement;
  if (picture > 0) image.src = `/api/picture.svg?${picture}`;
  image.alt = liveWords.picture;
  const files = make("select", "") as HTMLSelectElement;
  files.setAttribute("aria-label", liveWords.file);
  files.append(...typed.map((path) => new Option(path)));
  const keys = make(
    "p",
    "keys",
    button(liveWords.hint, () => act("hint")),
    ...(typed.length === 0 ? [] : [files, button(liveWords.use, () => act("use", [files.value]))]),
    button(liveWords.mine, () => act("mine")),
    button(liveWords.undo, () => act("undo")),
    button(liveWords.redo, () => act("redo")),
    ...(isGreen && next !== null ? [button(liveWords.on(next), goOn)] : []),
  );
  const folded = document.createElement("details");
  folded.append(make("summary", "", liveWords.tests(passed, passed + failed)), list);
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
    shown.textContent = liveWords.runs;
    box?.append(shown);
    const lines = await act("answer", [page ?? "", String(number)]);
    said.hidden = true;
    shown.textContent = lines[0]?.startsWith("✔")
      ? liveWords.right
      : (lines.find((line) => line.startsWith("It prints")) ?? lines.join(" "));
  });
}

showMineDiff();
