/**
 * The byte playground: its page, and its library, which is the tests' own tables of raw requests with what a server must
 * make of each. Called by tool-pages.ts.
 */
import type { RequestCase } from "../../tests/support/request-case.ts";
import { chunkCases } from "../../tests/support/request-cases-chunks.ts";
import { connectionCases } from "../../tests/support/request-cases-connection.ts";
import { formCases } from "../../tests/support/request-cases-forms.ts";
import { framingCases } from "../../tests/support/request-cases-framing.ts";
import { headCases } from "../../tests/support/request-cases-head.ts";
import { lineCases } from "../../tests/support/request-cases-lines.ts";
import { smugglingCases } from "../../tests/support/request-cases-smuggling.ts";
import { targetCases } from "../../tests/support/request-cases-targets.ts";
import { html } from "./html.ts";

const TABLES: readonly (readonly [string, readonly RequestCase[]])[] = [
  ["Heads", headCases],
  ["Smuggling", smugglingCases],
  ["Where a body ends", framingCases],
  ["Chunks", chunkCases],
  ["Request lines", lineCases],
  ["Targets", targetCases],
  ["Forms of the grammar", formCases],
  ["The connection", connectionCases],
];

/** What is longer is about limits, and no one reads it. */
const MOST_BYTES = 1_500;

export function requestLibrary(): string {
  const rows = TABLES.flatMap(([group, cases]) =>
    cases
      .filter(({ bytes }) => bytes.length <= MOST_BYTES)
      .map(({ name, bytes, status, open, rfc }) => ({ group, name, bytes, status, open, rfc })),
  );
  return JSON.stringify(rows);
}

export function playgroundPage(): string {
  const targets = [1, 2, 3, 4, 5].map(
    (day) =>
      html`<option value="day${day}"${day === 5 ? html` selected` : ""}>the server of day ${day}</option>`,
  );
  return html`<h1>The byte playground</h1>
<p>Type a request byte by byte, or take one from the library: the ${JSON.parse(requestLibrary()).length} that the tests of day 2 send. Then see what comes back, when, and which line of the code decided.</p>
<p id="only-here" hidden>Sending needs the site as <code>npm run site</code> starts it. The library is here all the same.</p>
<form id="play">
<div class="fields">
<label>Look for <input name="filter" type="search" placeholder="chunk, smuggl, 431, §6.3"></label>
<label>To <select name="target">${targets}<option value="work">your own program in work/</option></select></label>
</div>
<label>Library <select name="row" size="8"></select></label>
<p id="expected" class="note" aria-live="polite"></p>
<label>Bytes <textarea name="text" rows="9" spellcheck="false" autocapitalize="off" autocomplete="off"></textarea></label>
<p class="note"><code>\\r</code> <code>\\n</code> <code>\\t</code> <code>\\0</code> <code>\\xNN</code> stand for bytes, line breaks of the field for nothing. A line <code>--- 200 ms ---</code> is a pause, <code>--- end ---</code> ends our side.</p>
<button>Send</button>
</form>
<div id="answer" aria-live="polite"></div>`.text;
}
