/** The playground: a good, a cut and a smuggled request to the stages, and what it says of each. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { browserFor, noChromium, serveSite } from "./site.ts";

const timeout = 60_000;

describe("the byte playground", { skip: noChromium }, () => {
  const served = serveSite();
  const window = browserFor(served);

  async function send(text: string, target = "day5") {
    const page = await window.open("playground.html");
    await page.selectOption("#play select[name=target]", target);
    await page.fill("#play textarea", text);
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator("#answer ol").waitFor({ timeout });
    const answer = await page.locator("#answer").innerText();
    const link = await page.locator("#answer .decision a").count();
    if (link > 0) {
      await page.waitForFunction(() => document.querySelector("#answer .decision a")?.textContent !== null);
      await page.locator("#answer .decision a").click();
      await page.waitForURL(/code\/day\d\/src\//);
      assert.equal(await page.locator(".line:target").count(), 1);
    }
    await page.close();
    return answer;
  }

  it("a good request is answered, and the connection stays open", async () => {
    const answer = await send("GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n");
    assert.match(answer, /came \d+ bytes\s+HTTP\/1\.1 200 OK␍␊/);
    assert.match(answer, /still open/);
  });

  it("a request in pieces is answered when it is whole, and one that is cut is told so", async () => {
    const whole = await send("GET / HT\n--- 300 ms ---\nTP/1.1\\r\\nHost: x\\r\\n\\r\\n");
    const [, later = "0"] = /sent 8 bytes[\s\S]*?(\d+)\.\d ms\s+sent 19 bytes[\s\S]*200 OK/.exec(whole) ?? [];
    // A timer may be a part of a millisecond early, and on a busy machine late.
    assert.ok(Number(later) >= 299, whole);
    const cut = await send("GET / HTTP/1.1\\r\\nHos\n--- end ---");
    assert.match(cut, /the request head is not complete/);
    assert.match(cut, /Decided by .*day5\/src\/http\/h1\/reject-head\.ts:\d+/);
  });

  it("a smuggled request is refused, and the line that decided is shown with its clause", async () => {
    const answer = await send(
      "POST /echo HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 4\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\nGET /inner HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
      "day3",
    );
    assert.match(answer, /400 Bad Request/);
    assert.match(answer, /Decided by RFC 9112 §6\.1: day3\/src\/http\/h1\/framing\.ts:\d+/);
    assert.match(answer, /it ended/);
    // One answer in the list and its arrow in the picture: none to the request inside.
    assert.equal(answer.match(/HTTP\/1\.1 400/g)?.length, 2);
    assert.doesNotMatch(answer, /HTTP\/1\.1 (?!400)\d{3}/);
  });

  it("the server of day 1 speaks lines", async () => {
    assert.match(await send("hello\\n", "day1"), /came 6 bytes\s+hello␊/);
  });

  it("the library has the rows of the tests, with what they expect", async () => {
    const page = await window.open("playground.html");
    await page.fill("#play input[name=filter]", "octal");
    await page.selectOption("#play select[name=row]", { index: 0 });
    assert.match(await page.locator("#expected").innerText(), /expect 400 Bad Request.*RFC 9112 §6\.2/);
    assert.match(await page.inputValue("#play textarea"), /Content-Length: 0o5\\r\\n/);
    await page.close();
  });

  it("a text that is no request is told so", async () => {
    const page = await window.open("playground.html");
    await page.fill("#play textarea", "hello\\q");
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator("#answer pre", { hasText: '"\\q" is no escape' }).waitFor({ timeout });
    window.trouble.length = 0;
    await page.close();
  });

  it("no page had an error", () => assert.deepEqual(window.trouble, []));
});
