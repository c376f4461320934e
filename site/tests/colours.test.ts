/** Colours and types of code, against what the libraries say when they are asked the slow way. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createHighlighterCore } from "shiki/core";
import { createOnigurumaEngine } from "shiki/engine/oniguruma";
import { LineColours, PLAIN } from "../make/line-colours.ts";
import { pairsOf, type Theme } from "../make/theme-pairs.ts";
import { Types } from "../make/types.ts";
import { root } from "./site.ts";

/** With comments, templates, regular expressions, and lines that stand in several of them. */
const FILES = [
  ["typescript", "day5/src/http/h1/request-head.ts"],
  ["typescript", "day1/src/net/conn.ts"],
  ["typescript", "day5/examples/main.ts"],
  ["typescript", "site/make/layout.ts"],
  ["json", "package.json"],
  ["yaml", "deploy/kubernetes.yaml"],
  ["nginx", "deploy/nginx.conf"],
] as const;

describe("colours", () => {
  it("are those of two themes, each asked for the whole text", async () => {
    const langs = [...new Set(FILES.map(([lang]) => lang))];
    const ours = await LineColours.open(langs);
    const theirs = await createHighlighterCore({
      langs: langs.map((name) => import(`@shikijs/langs/${name}`)),
      themes: [
        import("@shikijs/themes/github-light-high-contrast"),
        import("@shikijs/themes/github-dark-high-contrast"),
      ],
      engine: createOnigurumaEngine(import("shiki/wasm")),
    });
    const themes = { light: "github-light-high-contrast", dark: "github-dark-high-contrast" };
    for (const [lang, path] of FILES) {
      const text = readFileSync(join(root, path), "utf8");
      const wanted = theirs.codeToTokensWithThemes(text, { lang, themes, tokenizeTimeLimit: 0 });
      const plain = /"editor.foreground":"([^"]*)"/;
      const ink = Object.values(themes).map((name) => plain.exec(JSON.stringify(theirs.getTheme(name)))?.[1]);
      const signs = wanted.map((line) =>
        line.flatMap(({ content, variants: { light, dark } }) => {
          const pair = `${light?.color}/${dark?.color}`.toLowerCase();
          const look = pair === ink.join("/") ? PLAIN : `${pair}/${(light?.fontStyle ?? 0) & 1}`;
          return [...content].map((sign) => (sign.trim() === "" ? sign : `${sign} ${look}`));
        }),
      );
      const got = ours
        .lines(text, lang)
        .map((line) =>
          line.flatMap(([look, content]) =>
            [...content].map((sign) => (sign.trim() === "" ? sign : `${sign} ${look.toLowerCase()}`)),
          ),
        );
      assert.deepEqual(got, signs, path);
    }
  });

  it("of a line are those of the place where it stands, whatever was read before", async () => {
    const colours = await LineColours.open(["typescript"]);
    const looksOf = (text: string) =>
      colours.lines(text, "typescript").map((line) => line.map(([look]) => look));
    const [code = []] = looksOf("const a = 1;");
    const [, inComment = []] = looksOf("/*\nconst a = 1;\n*/");
    const [, inText = []] = looksOf("`\nconst a = 1;\n`");
    assert.ok(new Set(code).size > 1, "it has one colour only");
    assert.equal(new Set(inComment).size, 1);
    assert.equal(new Set(inText).size, 1);
    assert.notDeepEqual(inComment, inText);
    assert.deepEqual(looksOf("const a = 1;\n\nconst a = 1;")[2], code);
  });

  it("are refused where the two themes name different parts of a text", () => {
    const theme = (scope: string): Theme => ({
      tokenColors: [{ scope, settings: { foreground: "#ffffff" } }],
    });
    assert.equal(pairsOf(theme("comment"), theme("comment")).pairs.length, 2);
    assert.throws(() => pairsOf(theme("comment"), theme("string")), /the themes do not fit together: rule 0/);
    assert.throws(() => pairsOf(theme("comment"), { tokenColors: [{ scope: "comment", settings: {} }] }));
  });
});

describe("types", () => {
  it("of a name are those of its own tree, though one service sees all trees", () => {
    const tree = (value: string) =>
      new Map([
        ["src/value.ts", `export const value = ${value};\n`],
        ["src/use.ts", 'import { value } from "./value.ts";\nexport const twice = [value, value];\n'],
      ]);
    const paths = ["src/use.ts"];
    const trees = [
      { id: "1", tree: tree("1"), paths },
      { id: "2", tree: tree('"one"'), paths },
      { id: "3", tree: tree("1"), paths },
    ];
    const found = new Types(root, "").of(trees);
    const twice = (id: string) => found.get(`${id} src/use.ts`)?.get(1)?.[0]?.[2];
    assert.deepEqual(["1", "2", "3"].map(twice), [
      "const twice: number[]",
      "const twice: string[]",
      "const twice: number[]",
    ]);
  });
});
