/** The pages of the examples in a real Chromium, as visitors use them: by what they read, and by mouse and keyboard. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import type { Page } from "playwright-core";
import { noChromium, visitors } from "../support/browser.ts";
import { Child } from "../support/child.ts";
import { srcDir } from "../support/stage.ts";

const folder = join(srcDir, "..", "examples");
const noExamples = existsSync(join(folder, "todo.ts")) ? false : `there are no such examples in ${folder}`;

async function start(t: TestContext, example: string, port = "0") {
  const env = { HOST: "127.0.0.1", PORT: port, MY_LOG_LEVEL: "silent" };
  const child = Child.run(t, join(folder, example), env);
  const [, url = ""] = await child.printed(/listening on (http:\/\/127\.0\.0\.1:\d+)\n/);
  return { child, url };
}

/** Resolves when the page has exactly these items, in this order. */
async function shows(page: Page, list: string, items: readonly string[]): Promise<void> {
  const texts = `[...document.querySelectorAll("${list} li")].map((item) => item.textContent)`;
  // As text, since it runs in the page, where there are names that this side does not know.
  await page.waitForFunction(`JSON.stringify(${texts}) === ${JSON.stringify(JSON.stringify(items))}`);
}

describe("pages in a browser", { skip: noExamples || noChromium }, () => {
  const visit = visitors();

  test("todo: what is added, ticked and removed is there after a reload, and another visitor sees nothing of it", async (t) => {
    const { url } = await start(t, "todo.ts");
    const { page, trouble } = await visit(url);
    const add = async (title: string) => {
      await page.getByLabel("What is to be done?").fill(title);
      await page.keyboard.press("Enter");
    };
    await add("milk");
    await shows(page, "#todos", ["milkRemove"]);
    await add("<b>bread</b>");
    await shows(page, "#todos", ["milkRemove", "<b>bread</b>Remove"]);
    const ticked = page.waitForResponse((answer) => answer.request().method() === "PATCH");
    await page.getByLabel("milk").check();
    assert.equal((await ticked).status(), 200);
    await page.reload();
    await shows(page, "#todos", ["milkRemove", "<b>bread</b>Remove"]);
    assert.equal(await page.getByLabel("milk").isChecked(), true);
    assert.equal(await page.getByLabel("<b>bread</b>").isChecked(), false);

    const { page: other } = await visit(url);
    await other.waitForLoadState("networkidle");
    await shows(other, "#todos", []);

    await page.getByRole("button", { name: "Remove" }).first().click();
    await shows(page, "#todos", ["<b>bread</b>Remove"]);
    await page.reload();
    await shows(page, "#todos", ["<b>bread</b>Remove"]);
    assert.deepEqual(trouble, []);
  });

  test("todo: what the server refuses, the visitor reads", async (t) => {
    const { url } = await start(t, "todo.ts");
    const { page } = await visit(url);
    const title = page.getByLabel("What is to be done?");
    await title.fill("   ");
    await page.getByRole("button", { name: "Add" }).click();
    const told = page.getByRole("status");
    await told.filter({ hasText: "title: " }).waitFor();
    assert.equal(await title.inputValue(), "   ", "what was typed is there to be mended");
    await title.fill("milk");
    await page.keyboard.press("Enter");
    await shows(page, "#todos", ["milkRemove"]);
    assert.equal(await told.textContent(), "");
  });

  const say = async (page: Page, name: string, text: string) => {
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Says").fill(text);
    await page.keyboard.press("Enter");
  };

  for (const [example, place, connected] of [
    ["chat.ts", "/", "connected"],
    ["chat-ws.ts", "/#tea", "in the room tea"],
  ] as const) {
    test(`${example}: two visitors see what each of them says, in order, as text`, async (t) => {
      const { url } = await start(t, example);
      const [first, second] = [await visit(url + place), await visit(url + place)];
      const [ann, bob] = [first.page, second.page];
      for (const page of [ann, bob]) await page.getByRole("status").filter({ hasText: connected }).waitFor();
      await say(ann, "ann", "hello");
      for (const page of [ann, bob]) await shows(page, "#messages", ["ann: hello"]);
      await say(bob, "bob", "<i>hi</i>");
      for (const page of [ann, bob]) await shows(page, "#messages", ["ann: hello", "bob: <i>hi</i>"]);
      assert.deepEqual([...first.trouble, ...second.trouble], []);
    });
  }

  test("chat-ws.ts: a page that was cut off comes back by itself, and says what had no receipt", async (t) => {
    const { child, url } = await start(t, "chat-ws.ts");
    const { page: ann } = await visit(`${url}/#tea`);
    await ann.getByRole("status").filter({ hasText: "in the room tea" }).waitFor();
    child.kill("SIGTERM");
    await child.exited;
    await ann.getByRole("status").filter({ hasText: "cut off" }).waitFor();
    await say(ann, "ann", "is it you?");
    const received = new Promise((resolve) => {
      ann.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => resolve(String(payload))));
    });
    await start(t, "chat-ws.ts", new URL(url).port);
    assert.equal(await received, '{"received":1}');
    await ann.getByRole("status").filter({ hasText: "in the room tea" }).waitFor();
    await shows(ann, "#messages", ["ann: is it you?"]);
  });
});
