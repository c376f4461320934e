/** Desk: no line that a learner wrote is ever lost, whatever ends the process, fills the disk or edits the state. */

import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { Desk } from "../../scripts/learn/desk.ts";
import { Disk, diskTrouble, type Step } from "../../scripts/learn/disk.ts";
import { NewerStateError, type State } from "../../scripts/learn/state.ts";
import type { Files } from "../../scripts/learn/store.ts";

const FIRST: State = { lesson: "1.1", begun: null, done: [], used: {}, hints: {}, answers: {} };

/** No test here cuts the power. */
const open = (root: string, disk = new Disk(() => {}, false)) => new Desk(root, disk);

function newRoot(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), "ray-desk-"));
  t.after(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  return root;
}

/** A folder in which the first lesson was begun. */
function begunRoot(t: TestContext): string {
  const root = newRoot(t);
  open(root).act("start 1.1", () => ({ files: filesOf({ "src/a.ts": "skeleton\n" }), state: FIRST }));
  return root;
}

function filesOf(texts: Record<string, string>): Map<string, Buffer> {
  return new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
}

function textsOf(files: Files): Record<string, string> {
  return Object.fromEntries([...files].map(([path, bytes]) => [path, bytes.toString()]));
}

/** As an editor does it. */
function edit(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, "work", path)), { recursive: true });
  writeFileSync(join(root, "work", path), text);
}

const read = (root: string) => textsOf(open(root).work.read());

function use(desk: Desk, path: string, text: string): void {
  desk.act(`use ${path}`, (files) => ({
    files: new Map(files).set(path, Buffer.from(text)),
    state: { ...(desk.state as State), used: { [path]: null } },
  }));
}

/** Every text of a path that the store can give back, and the one in the folder. */
function allTexts(root: string): Set<string> {
  const desk = open(root);
  const found = new Set(Object.values(textsOf(desk.work.read())));
  for (const number of desk.history.numbers) {
    const tree = desk.history.read(number)?.before.tree;
    for (const text of Object.values(textsOf(tree === undefined ? new Map() : desk.store.getTree(tree))))
      found.add(text);
  }
  return found;
}

test("an act lays files and takes others away, and undo and redo go through it as far as one likes", (t) => {
  const root = begunRoot(t);
  edit(root, "src/a.ts", "mine\n");
  edit(root, "src/deep/b.ts", "mine too\n");
  const desk = open(root);
  desk.act("next", (files) => {
    const wanted = new Map(files).set("examples/main.ts", Buffer.from("given\n"));
    wanted.delete("src/deep/b.ts");
    return { files: wanted, state: { ...FIRST, lesson: "1.2" } };
  });
  assert.deepEqual(read(root), { "examples/main.ts": "given\n", "src/a.ts": "mine\n" });
  assert.deepEqual(readdirSync(join(root, "work/src")), ["a.ts"], "a folder that became empty is gone");
  use(desk, "src/a.ts", "the course's\n");

  assert.equal(desk.takeBack("undo")?.act, "use src/a.ts");
  assert.deepEqual(read(root), { "examples/main.ts": "given\n", "src/a.ts": "mine\n" });
  assert.equal(desk.takeBack("undo")?.act, "next");
  assert.deepEqual(read(root), { "src/a.ts": "mine\n", "src/deep/b.ts": "mine too\n" });
  assert.equal(desk.state?.lesson, "1.1");
  assert.equal(desk.takeBack("redo")?.act, "undo next");
  assert.equal(desk.takeBack("redo")?.act, "undo use src/a.ts");
  assert.equal(desk.takeBack("redo"), null);
  assert.deepEqual(read(root), { "examples/main.ts": "given\n", "src/a.ts": "the course's\n" });
  assert.equal(open(root).state?.lesson, "1.2");
});

test("undo takes back what the act did, and leaves what was written since", (t) => {
  const root = begunRoot(t);
  edit(root, "src/a.ts", "mine\n");
  const desk = open(root);
  use(desk, "src/a.ts", "the course's\n");
  edit(root, "src/a.ts", "the course's, changed\n");
  edit(root, "src/b.ts", "hours of work\n");
  desk.takeBack("undo");
  assert.deepEqual(read(root), { "src/a.ts": "mine\n", "src/b.ts": "hours of work\n" });
  desk.takeBack("redo");
  assert.deepEqual(read(root), { "src/a.ts": "the course's, changed\n", "src/b.ts": "hours of work\n" });
});

test("a moment that undo does not reach any more is reached by its number", (t) => {
  const root = begunRoot(t);
  edit(root, "src/a.ts", "first try\n");
  const desk = open(root);
  use(desk, "src/a.ts", "one\n");
  desk.takeBack("undo");
  edit(root, "src/a.ts", "second try\n");
  use(desk, "src/a.ts", "two\n");
  const { undo } = desk.history.stacks();
  assert.deepEqual(
    undo.map(({ act }) => act),
    ["start 1.1", "use src/a.ts"],
  );
  const lost = desk.history.read(2);
  assert.ok(lost !== null);
  desk.goBackTo(lost);
  assert.deepEqual(read(root), { "src/a.ts": "first try\n" });
});

test("the first lesson is laid over a folder that someone had: undo gives it back", (t) => {
  const root = newRoot(t);
  edit(root, "src/a.ts", "older than .course\n");
  const desk = open(root);
  assert.equal(desk.found, "new");
  desk.act("start 1.1", () => ({ files: filesOf({ "src/a.ts": "skeleton\n" }), state: FIRST }));
  desk.takeBack("undo");
  assert.deepEqual(read(root), { "src/a.ts": "older than .course\n" });
});

test("a folder where a file has to be, a file where a folder has to be, a link: all make room, none is followed", (t) => {
  const root = begunRoot(t);
  edit(root, "src/net", "a file\n");
  edit(root, "src/b.ts/inner.ts", "in a folder\n");
  const outside = join(root, "outside");
  mkdirSync(outside);
  writeFileSync(join(outside, "precious.ts"), "precious\n");
  symlinkSync(outside, join(root, "work/src/linked"));
  const desk = open(root);
  const wanted = { "src/net/conn.ts": "laid\n", "src/b.ts": "laid\n", "src/linked/precious.ts": "laid\n" };
  desk.act("start 2.1", () => ({ files: filesOf(wanted), state: FIRST }));
  assert.deepEqual(read(root), Object.fromEntries(Object.entries(wanted).sort()));
  assert.equal(readFileSync(join(outside, "precious.ts"), "utf8"), "precious\n");
  desk.takeBack("undo");
  assert.equal(read(root)["src/net"], "a file\n");
  assert.equal(read(root)["src/b.ts/inner.ts"], "in a folder\n");
});

/** A disk on which the step of that number fails; `count` says how many were made. */
class FailingDisk extends Disk {
  count = 0;
  constructor(at: number, error: () => Error, once = true) {
    super((_step: Step, path: string) => {
      this.count += 1;
      if (once ? this.count === at : this.count >= at) throw Object.assign(error(), { path });
    }, false);
  }
}

const full = () => Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
const killed = () => new Error("killed");

/** What a learner does, with a different text before each act. Texts are pushed to `written` as they are. */
function session(root: string, disk: Disk, written: string[]): void {
  const desk = open(root, disk);
  const write = (text: string) => {
    edit(root, "src/a.ts", text);
    written.push(text);
  };
  write("one\n");
  use(desk, "src/a.ts", "the course's\n");
  write("two\n");
  desk.act("next", (files) => ({
    files: new Map(files).set("src/b.ts", Buffer.from("given\n")).set("src/a.ts", Buffer.from("skeleton\n")),
    state: { ...FIRST, lesson: "1.2" },
  }));
  write("three\n");
  desk.takeBack("undo");
  write("four\n");
  desk.takeBack("undo");
}

for (const [title, error, once] of [
  ["the process ends", killed, false],
  ["the disk is full", full, false],
  ["the disk is full for a moment", full, true],
] as const) {
  test(`${title}, at every step of a session: all that was written is there, and the next command goes on`, (t) => {
    const steps = new FailingDisk(0, error);
    session(begunRoot(t), steps, []);
    assert.ok(steps.count > 60, `only ${steps.count} steps`);
    for (let at = 1; at <= steps.count; at += 1) {
      const root = begunRoot(t);
      const written: string[] = [];
      assert.throws(
        () => session(root, new FailingDisk(at, error, once), written),
        (thrown) => {
          return error === killed || diskTrouble(thrown)?.startsWith("the disk is full") === true;
        },
      );
      const desk = open(root);
      assert.ok(desk.state !== null, `step ${at}: the lesson is known`);
      const texts = allTexts(root);
      for (const text of written) assert.ok(texts.has(text), `step ${at}: ${text} is lost`);
      // Nothing half: each file holds a text that someone meant.
      for (const text of Object.values(read(root)))
        assert.match(text, /^(one|two|three|four|skeleton|given|the course's)\n$/, `step ${at}`);
      assert.equal(open(root).found, "as it was left", `step ${at}: nothing is left to be ended`);
      use(desk, "src/a.ts", "on it goes\n");
      assert.equal(read(root)["src/a.ts"], "on it goes\n");
    }
  });
}

test("an act that was cut off is ended, but a file that was edited since stays as it is", (t) => {
  const root = begunRoot(t);
  const beforeItsEnd = new Disk((step, path) => {
    if (step === "move" && path.endsWith("state.json")) throw killed();
  }, false);
  const files = filesOf({ "src/a.ts": "laid a\n", "src/b.ts": "laid b\n", "src/c.ts": "laid c\n" });
  const act = () =>
    open(root, beforeItsEnd).act("next", () => ({ files, state: { ...FIRST, lesson: "1.2" } }));
  assert.throws(act, /killed/);
  assert.equal(readFileSync(join(root, "work/src/b.ts"), "utf8"), "laid b\n");
  rmSync(join(root, "work/src/c.ts"));
  edit(root, "src/b.ts", "edited in between\n");
  const desk = open(root);
  assert.equal(desk.found, "an act was ended");
  assert.equal(desk.state?.lesson, "1.2");
  assert.deepEqual(read(root), {
    "src/a.ts": "laid a\n",
    "src/b.ts": "edited in between\n",
    "src/c.ts": "laid c\n",
  });
});

test("a state that a person has edited is kept beside, and the history says where one was", (t) => {
  for (const text of ["", "{", "null", '{"version":1}', '{"version":1,"entry":"1","state":{"lesson":7}}']) {
    const root = begunRoot(t);
    edit(root, "src/a.ts", "mine\n");
    const path = join(root, ".course/state.json");
    writeFileSync(path, text);
    const desk = open(root);
    assert.equal(desk.found, "the state was damaged");
    assert.equal(desk.state?.lesson, "1.1");
    assert.deepEqual(read(root), { "src/a.ts": "mine\n" });
    const copies = readdirSync(join(root, ".course")).filter((name) => name.startsWith("state.json.damaged"));
    assert.equal(readFileSync(join(root, ".course", copies[0] ?? ""), "utf8"), text);
    assert.equal(open(root).found, "as it was left");
  }
});

test("without state and history nothing is known, and nothing is touched; a newer state is refused", (t) => {
  const root = begunRoot(t);
  rmSync(join(root, ".course/history"), { recursive: true });
  writeFileSync(join(root, ".course/state.json"), "no");
  const desk = open(root);
  assert.equal(desk.found, "the state was damaged");
  assert.equal(desk.state, null);
  assert.deepEqual(read(root), { "src/a.ts": "skeleton\n" });
  writeFileSync(join(root, ".course/state.json"), '{"version":2}');
  assert.throws(() => open(root), NewerStateError);
});

test("what is done is noted without an act; where it cannot be saved, it holds for this process", (t) => {
  const root = begunRoot(t);
  const desk = open(root);
  desk.note((state) => ({ ...state, done: ["1.1"] }));
  assert.deepEqual(open(root).state?.done, ["1.1"]);
  assert.deepEqual(open(root).history.numbers, [1]);
  const poor = open(root, new FailingDisk(1, full, false));
  poor.note((state) => ({ ...state, done: ["1.1", "1.2"] }));
  assert.match(diskTrouble(poor.trouble) ?? "", /^the disk is full/);
  assert.deepEqual(poor.state?.done, ["1.1", "1.2"]);
  assert.deepEqual(open(root).state?.done, ["1.1"]);
});

test("the lock of a process that is gone holds no one up", (t) => {
  const root = begunRoot(t);
  for (const owner of ["999999999", "", String(process.pid)]) {
    writeFileSync(join(root, ".course/lock"), owner);
    use(open(root), "src/a.ts", `after ${owner}\n`);
  }
  assert.deepEqual(read(root), { "src/a.ts": `after ${process.pid}\n` });
  assert.deepEqual(readdirSync(join(root, ".course")).sort(), ["history", "objects", "state.json"]);
});
