/** Reading the course in a real Chromium: code in context, search, schemes, paper, keys, narrow screens. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { browserFor, noChromium, serveSite } from "./site.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** One of each kind. */
const PAGES = [
  "index.html",
  "day4/index.html",
  "day2/02-head.html",
  "reference/services.html",
  "diffs.html",
  "search.html",
  "playground.html",
  "see/trie.html",
  "see/hooks.html",
  "see/loop.html",
  "see/states.html",
  "see/life.html",
  "see/flame.html",
  "see/speed.html",
  "zh/see/trie.html",
  "performance.html",
  "zh/index.html",
  "zh/day2/02-head.html",
  "zh/day2/08-armour.html",
  "zh/see/states.html",
  "zh/see/life.html",
  "zh/see/flame.html",
];
const CODE = ["code/day1/src/net/conn.ts.html", "code/day1/src/index.html"];

describe("the site in a browser", { skip: noChromium }, () => {
  const served = serveSite();
  const window = browserFor(served);

  it("a lesson shows its code in context, and what it asks", async () => {
    const page = await window.open("day2/02-head.html");
    assert.equal(await page.locator("h1").innerText(), "The head, as one expression");
    const changes = page.locator("figure.change");
    assert.equal(await changes.count(), 2);
    const first = changes.first();
    // Not innerText: what is off the screen is not laid out, and has none yet.
    assert.match(
      (await first.locator("figcaption").textContent()) ?? "",
      /you change.*src\/|you change.*examples\/main\.ts/s,
    );
    assert.ok((await first.locator(".near").count()) > 0, "no neighbours are shown");
    assert.ok((await first.locator("ins").count()) > 5 && (await first.locator("del").count()) > 5);
    const colours = await first
      .locator("ins span")
      .evaluateAll((spans) => new Set(spans.map((span) => getComputedStyle(span).color)).size);
    assert.ok(colours > 2, "the code has no colours");
    await first.locator("figcaption a").click();
    await page.waitForURL(/code\/lesson-2\.2\/examples\/main\.ts\.html/);
    assert.match((await page.locator("article").textContent()) ?? "", /HeadDecoder/);
    await page.close();
  });

  it("says what a name is, under the mouse and by keys", async () => {
    const page = await window.open("day2/02-head.html");
    const piece = page.locator("figure.piece", { hasText: "class HeadDecoder" });
    const name = piece.locator("[data-type]", { hasText: "parseRequestHead" }).first();
    await name.hover();
    const tip = page.locator("#type-of-name");
    assert.equal(await tip.innerText(), "parseRequestHead(text: string, from: number): RequestHead | null");
    await page.keyboard.press("Escape");
    assert.equal(await tip.isVisible(), false);
    await piece.locator("button.types").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    assert.equal(await tip.isVisible(), true);
    assert.ok((await tip.innerText()).length > 3);
    await page.close();
  });

  it("copying a change gives the lines that are there afterwards", async () => {
    const page = await window.open("day2/02-head.html", {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await page.locator("figure.change .copy").first().click();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(text, /^import \{ HeadDecoder \}/m);
    assert.doesNotMatch(text, /LineCodec|^[+-]/m);
    await page.close();
  });

  it("a question says why once one has chosen", async () => {
    const page = await window.open("day2/02-head.html");
    await page.locator(".choices label").nth(1).click();
    const chosen = page.locator("details[open] li.chosen");
    assert.match(await chosen.innerText(), /^\/a 26 null: the empty line belongs/);
    await page.close();
  });

  for (const [query, title, place] of [
    ["readFrame", "readFrame", ""],
    ["CROSS_SITE", "CROSS_SITE", "code/"],
    ["smuggl", "", ""],
    ["RouteError", "RouteError", "code/"],
  ] as const) {
    it(`search finds ${query}, by keys alone`, async () => {
      const page = await window.open("index.html");
      await page.keyboard.press("Control+k");
      await page.keyboard.type(query);
      const found = page.locator("#found li");
      await found.first().waitFor();
      const all = await found.allInnerTexts();
      assert.ok(
        all.some((text) => text.toLowerCase().includes(query.toLowerCase())),
        all.join("\n"),
      );
      if (place !== "") {
        const hrefs = await page
          .locator("#found a")
          .evaluateAll((links) =>
            links.map((link) => [link.querySelector("b")?.textContent, (link as { href?: string }).href]),
          );
        assert.ok(
          hrefs.some(([name, href]) => name === title && href?.includes(place)),
          JSON.stringify(hrefs),
        );
      }
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => !url.pathname.endsWith("/index.html") || url.hash !== "");
      await page.close();
    });
  }

  it("light and dark follow the system, and a choice is remembered", async () => {
    const page = await window.open("index.html", { colorScheme: "dark" });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(await ground(), "rgb(18, 22, 27)");
    await page.selectOption("#scheme", "light");
    assert.equal(await ground(), "rgb(255, 255, 255)");
    await page.goto(`${served.base}/day4/index.html`);
    assert.equal(await ground(), "rgb(255, 255, 255)");
    assert.equal(await page.inputValue("#scheme"), "light");
    await page.close();
  });

  it("the language changes in place, and the search finds Chinese words", async () => {
    const page = await window.open("day2/02-head.html");
    await page.locator(".lang").click();
    await page.waitForURL(/\/zh\/day2\/02-head\.html/);
    assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
    // The code is the same, in the same context.
    assert.ok((await page.locator("figure.change .near").count()) > 0);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("表达式");
    await page.locator("#found li", { hasText: "头部，写成一个表达式" }).first().waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".lang").click();
    await page.waitForURL(/\d\/day2\/02-head\.html/);
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await page.close();
  });

  it("on paper there is the text alone, and all folds are open", async () => {
    const page = await window.open("day2/02-head.html", { colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".side").isVisible(), false);
    assert.equal(
      await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
      "rgb(255, 255, 255)",
    );
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await page.locator("article details:not([open])").count(), 0);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.ok((await page.locator("article details:not([open])").count()) > 0);
    const paper = await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true });
    assert.equal(paper.subarray(0, 5).toString(), "%PDF-");
    await page.close();
  });

  it("keys lead to the text at once, and through the page to its end", async () => {
    const page = await window.open("day4/01-pen.html");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "text");
    const seen = new Set<string>();
    for (let step = 0; step < 400; step++) {
      await page.keyboard.press("Tab");
      const where = await page.evaluate(() => {
        const one = document.activeElement as { tagName: string; rel?: string; href?: string } | null;
        return one === null ? "" : `${one.tagName} ${one.rel ?? ""}`.trim();
      });
      seen.add(where);
      if (where === "A next") break;
    }
    assert.ok(seen.has("A next"), `the keys never reach the next page: ${[...seen].join(", ")}`);
    await page.close();
  });

  for (const path of [...PAGES, ...CODE]) {
    it(`nothing is wider than a narrow screen: ${path}`, async () => {
      const page = await window.open(path, { viewport: { width: 320, height: 640 } });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
      await page.close();
    });
    for (const colorScheme of ["light", "dark"] as const) {
      it(`axe finds nothing on ${path}, ${colorScheme}`, async () => {
        const page = await window.open(path, { colorScheme, bypassCSP: true });
        assert.deepEqual(await violations(page), []);
        await page.close();
      });
    }
  }

  it("the trie shows the walk of any path, dead ends and all", async () => {
    const page = await window.open("see/trie.html");
    assert.match(
      await page.locator("#walk-told").innerText(),
      /nothing below "new" fits: back[\s\S]*GET \/ghost\/:id\/diary, id = new$/,
    );
    await page.fill("#walk input[name=path]", "/admin/teams/red/members/7");
    await page.locator("#walk-told li", { hasText: "team = red, member = 7" }).waitFor();
    assert.equal(await page.locator("#trie .box.dead").count(), 0);
    await page.fill("#walk input[name=path]", "/user/nobody");
    await page.locator("#walk-told li", { hasText: "no route: a miss" }).waitFor();
    const chinese = await window.open("zh/see/trie.html");
    await chinese.fill("#walk input[name=path]", "/nowhere");
    await chinese.locator("#walk-told li", { hasText: "没有这条路由" }).waitFor();
    await chinese.close();
    assert.ok((await page.locator("#trie .box.dead").count()) > 1);
    await page.fill("#routes", "GET /a\nGET /:x\nGET /:y");
    await page
      .locator("#walk-told li", { hasText: 'route "GET /:y" matches the same requests as "GET /:x"' })
      .waitFor();
    await page.close();
  });

  it("the flame graph is looked into by mouse, by keys and by search", async () => {
    const page = await window.open("see/flame.html");
    const told = page.locator("#flame-told");
    const wide = async (name: string) =>
      Number(await page.locator(`.frame[data-name^="${name}"]`).first().getAttribute("width"));
    const before = await wide("onStreamRead");
    await page.locator('.frame[data-name^="onStreamRead"]').click();
    assert.ok((await wide("onStreamRead")) > 800 && before < 500, "it has not come closer");
    assert.equal(await page.locator('.frame[data-name^="processImmediate"]').isVisible(), false);
    assert.match(await told.innerText(), /^onStreamRead: \d+\.\d\s% of the time, \d+\.\d\s% by itself$/);
    await page.keyboard.press("Escape");
    assert.equal(await wide("onStreamRead"), before);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    const name = await page.locator(".frame:focus").getAttribute("data-name");
    assert.match(await told.innerText(), new RegExp(`^${name}: `));
    await page.keyboard.press("Enter");
    assert.ok((await wide(name ?? "")) > 800);
    assert.equal(await page.locator("#flame .frame[tabindex='0']").count(), 1, "one stop for the keys");
    await page.fill("#flame-search input", "http/h1/");
    assert.match(await told.innerText(), /^\d+ boxes, \d+\.\d\s% of the time$/);
    assert.ok((await page.locator(".frame.found").count()) > 5);
    await page.fill("#flame-search input", "no such function");
    assert.match(await told.innerText(), /^No function/);
    await page.locator("#flame-search button").click();
    assert.equal(await wide("onStreamRead"), before);
    const places = page.locator("table").nth(1).locator("tbody a");
    assert.equal(await places.count(), 12);
    await places.first().click();
    await page.waitForURL(/code\/day\d\/src\/.*\.ts\.html#L\d+$/);
    await page.close();
  });

  it("a lesson shows its pictures behind its idea, in its language, and leads to their pages", async () => {
    const page = await window.open("zh/day2/08-armour.html");
    const pictures = page.locator("article > figure.drawn svg.picture");
    assert.equal(await pictures.count(), 2);
    assert.equal(await pictures.first().locator("title").textContent(), "不着急的客户端");
    const order = await page
      .locator("article > h2, article > figure.drawn")
      .evaluateAll((nodes) => nodes.slice(0, 4).map(({ tagName }) => tagName));
    assert.deepEqual(order, ["H2", "FIGURE", "FIGURE", "H2"]);
    await page.locator(".lesson-head summary").click();
    await page.locator(".lesson-head a", { hasText: "HTTP/1.1 连接的状态" }).click();
    await page.waitForURL(/\/zh\/see\/states\.html/);
    assert.equal(await page.locator("tbody tr").count(), await page.locator(".picture .sign").count());
    await page.locator(".lang").click();
    await page.waitForURL(/\d\/see\/states\.html/);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".picture").isVisible(), true);
    await page.close();
  });

  it("no page had an error, and none asked for anything outside of this machine", () => {
    assert.deepEqual(window.trouble, []);
  });
});

async function violations(page: Page): Promise<string[]> {
  // What is off the screen, too.
  await page.addStyleTag({ content: "* { content-visibility: visible !important; }" });
  await page.evaluate(axe);
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe has put itself there.
    const { violations } = await (globalThis as any).axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(
      ({ id, nodes }: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
        nodes
          .slice(0, 3)
          .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`),
    );
  });
}
