/** `npm run lint:words`: what it finds, and where it does not look. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { commentsOnly, inText } from "../../scripts/docs/words.ts";
import { repository, runScript } from "./cli-fixture.ts";

test("comments and reference pages are looked at, code and chapters are not", async (t) => {
  const source = [
    '/** Nobody calls it. */\nconst text = "nobody", page = `// whoever',
    '`, quote = /"\\/\\/ somebody/;\n// Returns how to take\n// it back.\nlet nobody = 1;\n',
  ].join("\n");
  const root = repository(t, {
    "day1/src/net/a.ts": source,
    "day2/src/net/a.ts": source,
    "day2/src/http/b.ts": "f(/* answers whether */);\n",
    "docs/day1.md": "Whoever reads this.\n",
    "docs/reference/a.md": "# A\n\nIt reads\nover blanks.\n",
  });
  const { code, stdout } = await runScript("words", ["--root", root]);
  assert.equal(code, 1);
  assert.deepEqual(stdout.trimEnd().split("\n"), [
    'day1/src/net/a.ts line 1: "Nobody": say who it is: the caller, the client, the program',
    'day1/src/net/a.ts line 4: "how to take it back": "an unsubscribe function"',
    'day2/src/http/b.ts line 1: "answers whether": "returns whether", or "Whether …"',
    'docs/reference/a.md line 3: "reads over": "skips"',
    "4 in all: net 2, http 1, docs/reference 1",
  ]);
});

test("a course that keeps the list has nothing to tell", async (t) => {
  const root = repository(t, { "day1/src/net/a.ts": "/** Returns an unsubscribe function. */\n" });
  const { code, stdout } = await runScript("words", ["--root", root]);
  assert.deepEqual([code, stdout], [0, ""]);
});

test("a word that holds another is no hit, and a sentence of errors is none", () => {
  const text = "everybodys bodyguard, thereupon; Errors: RouteError when it is too late";
  assert.deepEqual(inText("a", text), []);
  assert.equal(inText("a", "Errors: RouteError, too late")[0]?.by, "a sentence");
});

test("lines stay where they are when code is blanked", () => {
  const source = "a(1);\n/* b\n c */ d(/* e */ f); // g\n";
  const text = commentsOnly(source);
  assert.equal(text.length, source.length);
  assert.deepEqual(
    text.split("\n").map((line) => line.trim().replace(/ +/g, " ")),
    ["", "/* b", "c */ /* e */ // g", ""],
  );
});
