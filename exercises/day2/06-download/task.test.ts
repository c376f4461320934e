/** Download: the name that was meant, and nothing that was not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AppContext, HttpError } from "../../../day2/src/index.ts";
import { inject } from "../../../day2/src/testing.ts";
import { answer } from "../../answer.ts";

const { Download } = await answer<typeof import("./solution.ts")>(import.meta.url, "Download");

/** As a program would use it: the name comes with the query. */
const download = (c: AppContext) => new Download(c.query.get("name") ?? "", "a,b\n1,2\n");

const ask = (name: string) => inject(download, `/?name=${encodeURIComponent(name)}`);

const field = async (name: string) => (await ask(name)).headers.get("content-disposition");

test("a text is sent as a file", async () => {
  const got = await ask("report.csv");
  assert.equal(got.text(), "a,b\n1,2\n");
  assert.equal(got.headers.get("content-type"), "application/octet-stream");
  assert.equal(got.headers.get("content-disposition"), 'attachment; filename="report.csv"');
});

test("I4: a quotation mark ends nothing", async () => {
  assert.equal(await field('a"; x="b'), 'attachment; filename="a\\"; x=\\"b"');
  assert.equal(await field("a\\"), 'attachment; filename="a\\\\"');
});

test("I4: a line end in a name is the client's mistake, a 400", async () => {
  for (const name of ["a\r\nset-cookie: x=1", "a\nb", "a\0b", "a\x7fb"]) {
    const got = await ask(name);
    assert.equal(got.status, 400, JSON.stringify(name));
    assert.equal(got.headers.get("set-cookie"), null);
  }
  assert.throws(
    () => new Download("a\rb", ""),
    (error) => error instanceof HttpError && error.status === 400,
  );
});

test("a name beyond ASCII comes twice", async () => {
  assert.equal(await field("café.txt"), "attachment; filename=\"caf_.txt\"; filename*=UTF-8''caf%C3%A9.txt");
  assert.equal(
    await field("ü (1)'*.txt"),
    "attachment; filename=\"_ (1)'*.txt\"; filename*=UTF-8''%C3%BC%20%281%29%27%2A.txt",
  );
});
