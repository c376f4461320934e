/** The live lesson: red and green by editing a file on disk, hints, the course's file and one's own, the question. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { CourseCopy } from "./course-copy.ts";
import { browserFor, noChromium, serveSite } from "./site.ts";

/** A busy machine compiles and tests slowly. */
const timeout = 120_000;

describe("the live lesson", { skip: noChromium }, () => {
  const course = new CourseCopy();
  after(() => course.remove());
  const served = serveSite(course.root);
  const window = browserFor(served);
  const state = (page: Page, word: string) =>
    page.locator("#live .state b", { hasText: word }).waitFor({ timeout });

  it("begins a lesson, and turns red and green as files are saved", async () => {
    const page = await window.open("day1/01-ten-lines.html");
    await page.getByRole("button", { name: "Begin this lesson" }).click();
    await state(page, "red");
    const told = await page.locator("#live .told").innerText();
    assert.match(told, /^✖ /);
    assert.equal(
      await page.locator(".side .under-way").innerText(),
      `1.1 ${await page.locator("h1").innerText()}`,
    );

    // What the page itself shows, put into the files: with the change on disk alone, the page turns green.
    const files = await page.locator("#live select option").allInnerTexts();
    assert.ok(files.length > 0);
    for (const path of files) {
      const answer = await page.request.get(`${served.base}/code/lesson-1.1/${path}.html`);
      const text = await page.evaluate(
        (html) => {
          const lines = [
            ...new DOMParser().parseFromString(html, "text/html").querySelectorAll(".whole .line"),
          ];
          return lines.map((line) => line.textContent).join("");
        },
        await answer.text(),
      );
      course.write(`work/${path}`, text);
    }
    await state(page, "green");
    assert.match(await page.locator("#live .state").innerText(), /green (\d+) of \1 tests/);
    assert.equal(await page.locator(".side .green").count(), 1);

    const [first = ""] = files;
    const good = course.read(`work/${first}`);
    course.write(`work/${first}`, `${good}\nconst broken: number = "text";\nvoid broken;\n`);
    await state(page, "red");
    assert.match(await page.locator("#live .told").innerText(), /type error in work\//);

    await page.getByRole("button", { name: "Use the course's" }).click();
    await state(page, "green");
    assert.equal(course.read(`work/${first}`), good);
    await page.getByRole("button", { name: "Mine again" }).click();
    await state(page, "red");
    assert.match(course.read(`work/${first}`), /broken/);
    await page.getByRole("button", { name: "Hint" }).click();
    await page.locator("#live .said", { hasText: "Hint 1 of" }).waitFor({ timeout });
    await page.getByRole("button", { name: "Undo" }).click();
    await state(page, "green");
    await page.close();
  });

  it("a question is answered by running its program", async () => {
    const page = await window.open("day1/01-ten-lines.html");
    const choices = page.locator(".choices label");
    const verdicts: string[] = [];
    for (let index = 0; index < (await choices.count()); index++) {
      await choices.nth(index).click();
      await page.locator(".choices .verdict", { hasText: /prints/ }).waitFor({ timeout });
      verdicts.push(await page.locator(".choices .verdict").innerText());
      await page.evaluate(() => document.querySelector(".choices .verdict")?.remove());
    }
    assert.equal(verdicts.filter((text) => text.startsWith("Right")).length, 1, verdicts.join("\n"));
    await page.close();
  });

  it("shows one's own file beside that of a day", async () => {
    const page = await window.open("diffs.html");
    await page.fill("#own-diff input", "examples/main.ts");
    await page.selectOption("#own-diff select", "2");
    await page.getByRole("button", { name: "Compare with mine" }).click();
    const figure = page.locator("#own-diff-shown figure");
    await figure.waitFor();
    assert.ok((await figure.locator("ins").count()) > 0 && (await figure.locator("del").count()) > 0);
    await page.close();
  });

  it("no page had an error", () => assert.deepEqual(window.trouble, []));
});
