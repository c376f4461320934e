/** The book of exercises: at whatever step the process ends, what a learner has written is there or is kept. */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ExerciseBook } from "../../scripts/exercises/book.ts";
import { Disk } from "../../scripts/learn/disk.ts";
import { repository } from "./cli-fixture.ts";

const PATH = "work/exercises/day1-01-twice/answer.ts";
const MINE = "// an evening's work\n";

/** A disk on which the process ends in front of its n-th step. */
function endingAt(last: number): Disk {
  let steps = 0;
  return new Disk(() => {
    steps += 1;
    if (steps > last) throw new Error("killed");
  }, false);
}

test("whenever a replacement is cut off, the text stands in its place or in the store", (t) => {
  let isWhole = false;
  let cuts = 0;
  for (let step = 0; !isWhole; step += 1) {
    const root = repository(t, { [PATH]: MINE });
    try {
      new ExerciseBook(root, endingAt(step)).replace(PATH, "// the starter\n");
      isWhole = true;
    } catch (error) {
      assert.equal((error as Error).message, "killed");
      cuts += 1;
    }
    const after = new ExerciseBook(root, new Disk(() => {}, false));
    assert.equal(after.wasDamaged, false);
    const stands = readFileSync(join(root, PATH), "utf8");
    const kept = after.kept.map(({ hash }) => after.store.get(hash).toString());
    assert.ok(stands === MINE || kept.includes(MINE), `cut at step ${step}: ${stands}`);
    if (stands !== MINE) {
      assert.equal(after.bringBack(PATH)?.path, PATH);
      assert.equal(readFileSync(join(root, PATH), "utf8"), MINE);
    }
  }
  assert.ok(cuts > 8, `${cuts} steps`);
});

test("two books on one folder lose nothing of each other", (t) => {
  const root = repository(t, { [PATH]: MINE });
  const disk = new Disk(() => {}, false);
  const [one, other] = [new ExerciseBook(root, disk), new ExerciseBook(root, disk)];
  one.note("day1/01", { hints: 2 });
  other.note("day2/01", { hints: 1 });
  one.replace(PATH, "// another\n");
  const after = new ExerciseBook(root, disk);
  assert.deepEqual(
    [after.progress("day1/01").hints, after.progress("day2/01").hints, after.kept.length],
    [2, 1, 1],
  );
});

test("the same text replaces nothing, and what was never there is not kept", (t) => {
  const root = repository(t, { [PATH]: MINE });
  const book = new ExerciseBook(root, new Disk(() => {}, false));
  assert.equal(book.replace(PATH, MINE), null);
  assert.equal(book.replace("work/new.ts", "new\n"), null);
  assert.deepEqual(book.kept, []);
  assert.equal(book.bringBack("work/new.ts"), null);
});

test("a book that a person has edited is put aside, and the texts stay", (t) => {
  const root = repository(t, { [PATH]: MINE });
  const disk = new Disk(() => {}, false);
  new ExerciseBook(root, disk).replace(PATH, "// another\n");
  mkdirSync(join(root, ".course"), { recursive: true });
  for (const text of ["", "{}", "[]", '{"version":1,"current":7,"progress":{},"kept":[]}', "null"]) {
    writeFileSync(join(root, ".course/exercises.json"), text);
    const book = new ExerciseBook(root, disk);
    assert.equal(book.wasDamaged, true, text);
    book.note("day1/01");
    assert.equal(new ExerciseBook(root, disk).current, "day1/01");
  }
});
