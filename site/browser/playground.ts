/** The playground's page: choose or type a raw request, send it, see what comes back and which line decided. */

import { spaceTime } from "../see/space-time.ts";
import { here } from "./here.js";
import { toText, toVisible } from "./raw-text.ts";

interface Row {
  readonly group: string;
  readonly name: string;
  readonly bytes: string;
  readonly status: string;
  readonly open: boolean;
  readonly rfc: string;
}

interface Result {
  readonly happened: readonly { readonly ms: number; readonly kind: string; readonly bytes: string }[];
  readonly decision: {
    readonly file: string;
    readonly line: number;
    readonly text: string;
    readonly clause: string | null;
  } | null;
}

const one = <Kind extends Element>(selector: string) => document.querySelector<Kind>(selector) as Kind;
const form = one<HTMLFormElement>("#play");
const text = one<HTMLTextAreaElement>("#play textarea");
const list = one<HTMLSelectElement>("#play select[name=row]");
const filter = one<HTMLInputElement>("#play input[name=filter]");
const expected = one<HTMLElement>("#expected");
const shown = one<HTMLElement>("#answer");
const button = one<HTMLButtonElement>("#play button");
const { base = "./" } = document.documentElement.dataset;

const rows: readonly Row[] = await (await fetch(`${base}assets/requests.json`)).json();

function make(tag: string, className: string, ...content: (string | Node)[]): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...content);
  return element;
}

function fill(): void {
  const word = filter.value.trim().toLowerCase();
  const groups = new Map<string, HTMLOptGroupElement>();
  for (const [index, row] of rows.entries()) {
    if (!`${row.name} ${row.rfc} ${row.status}`.toLowerCase().includes(word)) continue;
    const group = groups.get(row.group) ?? document.createElement("optgroup");
    group.label = row.group;
    groups.set(row.group, group);
    group.append(new Option(`${row.status.slice(0, 3)}  ${row.name}`, String(index)));
  }
  list.replaceChildren(...groups.values());
}

function choose(): void {
  const row = rows[Number(list.value)];
  if (row === undefined) return;
  text.value = toText(row.bytes);
  const end = row.open ? "the connection stays open" : "the connection is closed";
  expected.textContent = `The tests of day 2 expect ${row.status}, and ${end}: ${row.rfc}.`;
  shown.replaceChildren();
}

function show({ happened, decision }: Result): void {
  const items = happened.map(({ ms, kind, bytes }) => {
    const time = make("span", "time", `${ms.toFixed(1)} ms`);
    const what = make("b", "", bytes === "" ? kind : `${kind} ${bytes.length} bytes`);
    const item = make("li", kind.replaceAll(" ", "-"), time, " ", what);
    if (bytes !== "") item.append(make("pre", "", toVisible(bytes)));
    return item;
  });
  const why = make("p", "decision");
  if (decision !== null) {
    const clause = decision.clause === null ? "" : `${decision.clause}: `;
    const place = make("a", "", `${decision.file}:${decision.line}`) as HTMLAnchorElement;
    place.dataset.line = String(decision.line);
    why.append(
      `Decided by ${clause}`,
      decision.file.startsWith("work/") ? `${decision.file}:${decision.line}` : linkTo(decision, place),
      " ",
      make("code", "", decision.text),
    );
  }
  const order = document.createElement("ol");
  order.append(...items);
  const picture = make("div", "scroll");
  picture.tabIndex = 0;
  picture.setAttribute("role", "group");
  picture.setAttribute("aria-label", "What went over the connection");
  // The drawing escapes the bytes.
  picture.innerHTML = spaceTime(happened, one<HTMLSelectElement>("#play select[name=target]").value);
  shown.replaceChildren(...(decision === null ? [] : [why]), picture, order);
}

/** A file that a day has from an earlier one stands where it was born: the list of the places says where. */
function linkTo({ file, line }: NonNullable<Result["decision"]>, link: HTMLAnchorElement): HTMLAnchorElement {
  link.href = `${base}code/${file}.html#L${line}`;
  fetch(`${base}assets/places.json`)
    .then((answer) => answer.json())
    .then((places: Record<string, string>) => {
      link.href = `${base}${places[file] ?? `code/${file}.html`}#L${line}`;
    });
  return link;
}

filter.addEventListener("input", fill);
list.addEventListener("change", choose);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  shown.replaceChildren(make("p", "", "…"));
  try {
    const target = one<HTMLSelectElement>("#play select[name=target]").value;
    const headers = { "content-type": "application/json" };
    const answer = await fetch("/api/send", {
      method: "POST",
      headers,
      body: JSON.stringify({ target, text: text.value }),
    });
    if (answer.ok) show(await answer.json());
    else shown.replaceChildren(make("pre", "", await answer.text()));
  } catch (error) {
    shown.replaceChildren(make("pre", "", String(error)));
  }
  button.disabled = false;
});

fill();
const wanted = rows.findIndex(({ name }) => name === new URLSearchParams(location.search).get("row"));
list.value = String(Math.max(0, wanted));
choose();
if (!here) {
  button.disabled = true;
  one<HTMLElement>("#only-here").hidden = false;
}
