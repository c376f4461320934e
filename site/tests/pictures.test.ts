/** What the pictures are made of: recordings of the code that runs, held against its text and against the reference. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { defaultLimits } from "../../day5/src/index.ts";
import { connDefaults } from "../../day5/src/net/conn-options.ts";
import { Deadline } from "../../day5/src/net/deadline.ts";
import { readLessons } from "../../scripts/lessons/course.ts";
import { lineOf, readProfile } from "../see/flame-page.ts";
import { everyFrame, hottest } from "../see/flame-tree.ts";
import { besideLesson, IN_LESSONS } from "../see/in-lessons.ts";
import { type LifeEvent, recordLife } from "../see/life-record.ts";
import { seePictures } from "../see/see-pages.ts";
import { barsFor, CHARTS } from "../see/speed-page.ts";
import { speedWords } from "../see/speed-words.ts";
import { watchedCopy } from "../see/state-copy.ts";
import { CONNECTION, recordStates, type StateMachine } from "../see/state-record.ts";
import { stateWords } from "../see/state-words.ts";
import { root } from "./site.ts";

const source = readFileSync(join(root, CONNECTION), "utf8");

describe("the states of HTTP/1.1", () => {
  let machine: StateMachine;
  before(async () => {
    machine = await recordStates(root);
  });

  it("each line that changes the state, or ends, is on a way that a real connection took", () => {
    const lines = source
      .split("\n")
      .flatMap((text, index) => (/#state = |#end\(\);/.test(text) ? [index + 1] : []));
    const taken = machine.ways.flatMap(({ places }) => places.map(({ line }) => line));
    assert.deepEqual(
      [...new Set(taken)].sort((a, b) => a - b),
      lines,
    );
  });

  it("each state is reached from the first one, and is left again", () => {
    const reached = new Set([machine.first]);
    for (const _ of machine.states)
      for (const { from, to } of machine.ways) if (reached.has(from) && to !== "end") reached.add(to);
    assert.deepEqual([...reached].sort(), machine.states.map(({ name }) => name).sort());
    for (const { name } of machine.states)
      assert.ok(
        machine.ways.some(({ from }) => from === name),
        name,
      );
  });

  it("ends as the reference says: what comes too late is 408, or nothing where nothing has come", () => {
    const reference = readFileSync(join(root, "docs/reference/http1.md"), "utf8");
    assert.match(reference, /\| `headTimeoutMs` \|[^|]*\| 408; without a word where nothing has come \|/);
    assert.match(reference, /\| `keepAliveTimeoutMs` \|[^|]*\| closed without a word \|/);
    const endOf = (run: string) => machine.ways.find(({ to, runs }) => to === "end" && runs.includes(run));
    assert.deepEqual([endOf("slowHead")?.from, endOf("slowHead")?.ending], ["head", "408"]);
    assert.deepEqual([endOf("silent")?.from, endOf("silent")?.ending], ["idle", "silent"]);
    assert.deepEqual([endOf("idle")?.from, endOf("idle")?.ending], ["idle", "silent"]);
    assert.deepEqual([endOf("breaksOff")?.from, endOf("breaksOff")?.ending], ["answering", "reset"]);
  });

  it("each run has a title in both languages", () => {
    const runs = new Set(machine.ways.flatMap((way) => way.runs));
    for (const lang of ["en", "zh"] as const)
      assert.deepEqual(Object.keys(stateWords(lang).runs).sort(), [...runs].sort());
  });

  it("a state without a word in the comment, or one that cannot be read, is an error", () => {
    const more = source.replace('| "switched";', '| "switched" | "dreaming";');
    assert.throws(() => watchedCopy(more, "./watch.ts"), /the comment speaks of|their comment speaks of/);
    const hidden = source.replace('this.#state = "head";', "this.#state = next;");
    assert.throws(() => watchedCopy(hidden, "./watch.ts"), /no state can be read there/);
  });
});

describe("the life of a connection", () => {
  const lives = new Map<string, readonly LifeEvent[]>();
  const { set } = Deadline.prototype;
  before(async () => {
    for (const name of ["patient", "dripping", "stalled"] as const) lives.set(name, await recordLife(name));
  });

  it("begins and ends with its permit, and each deadline that begins is over once", () => {
    for (const [name, events] of lives) {
      const bands = events.flatMap((event) => ("band" in event ? [event] : []));
      assert.deepEqual([bands[0]?.band, bands[0]?.kind], ["permit", "begins"], name);
      assert.deepEqual([bands.at(-1)?.band, bands.at(-1)?.kind], ["permit", "is over"], name);
      const open = new Set<string>();
      for (const { band, kind } of bands) {
        assert.equal(open.has(band), kind !== "begins", `${name}: ${band} ${kind}`);
        if (kind === "begins") open.add(band);
        else open.delete(band);
      }
      assert.equal(open.size, 0, name);
    }
  });

  it("a client that drips is told 408 at the deadline of the head, whatever it has sent", () => {
    const events = lives.get("dripping") ?? [];
    const reached = events.find(({ kind }) => kind === "expires");
    assert.deepEqual(reached, { ms: defaultLimits.headTimeoutMs, kind: "expires", band: "head" });
    const answer = events.find((event) => event.kind === "came");
    assert.ok(answer?.kind === "came" && answer.text.startsWith("HTTP/1.1 408 "));
    assert.equal(answer.ms, reached?.ms);
  });

  it("a client that does not read is reset at the deadline of the write, and gets nothing more", () => {
    const events = lives.get("stalled") ?? [];
    const reached = events.findIndex(({ kind }) => kind === "expires");
    const [asked] = events.filter(({ kind }) => kind === "sent");
    const ms = (asked?.ms ?? 0) + connDefaults.writeTimeoutMs;
    assert.deepEqual(events[reached], { ms, kind: "expires", band: "write" });
    assert.deepEqual(events[reached + 1], { ms, kind: "it reset" });
    assert.equal(
      events.some(({ kind }) => kind === "came" || kind === "it ended"),
      false,
    );
  });

  it("a client in no hurry reaches no deadline, and each frame ends the wait for it", () => {
    const events = lives.get("patient") ?? [];
    assert.equal(
      events.some(({ kind }) => kind === "expires"),
      false,
    );
    const bands = new Set(events.flatMap((event) => ("band" in event ? [event.band] : [])));
    assert.deepEqual([...bands], ["permit", "head", "body", "handler", "keepAlive", "linger"]);
    for (const [index, { kind }] of events.entries())
      if (kind === "head" || kind === "piece") assert.equal(events[index + 1]?.kind, "is over");
  });

  it("the code is as it was afterwards", () => {
    assert.equal(Deadline.prototype.set, set);
  });
});

describe("the flame graph", () => {
  const { root: top } = readProfile(root);

  it("its boxes lie within what called them, and come to the whole", () => {
    for (const frame of everyFrame(top)) {
      const below = frame.calls.reduce((sum, { total }) => sum + total, 0);
      assert.equal(frame.self + below, frame.total);
      assert.ok(frame.calls.every(({ x, total }) => x >= frame.x && x + total <= frame.x + frame.total));
    }
    assert.ok(Math.abs(top.total - 1e6) < 100, `${top.total}`);
  });

  it("the hottest functions are still in the code; if not, it is time to record again", () => {
    for (const hot of hottest(top, 12)) {
      assert.ok(existsSync(join(root, "day5/src", hot.file)), hot.file);
      // A function without a name has that of its file, in brackets.
      if (!hot.name.startsWith("(")) assert.ok(lineOf(root, hot) !== null, `${hot.file}: ${hot.name}`);
    }
  });
});

describe("the bars", () => {
  const page = readFileSync(join(root, "docs/performance.md"), "utf8");
  const words = speedWords("en");

  it("have each number of their table, as the page says it", () => {
    for (const chart of CHARTS) {
      const bars = barsFor(chart, page, words);
      assert.ok(bars.length >= 4 && bars.some(({ isOwn }) => isOwn), chart);
      for (const { value } of bars)
        assert.ok(page.includes(value.toLocaleString("en")), `${chart}: ${value}`);
    }
    const [ours, twin] = barsFor("head", page, words);
    assert.ok((ours?.value ?? 0) < (twin?.value ?? 0));
  });

  it("a table that is gone, or a cell without a number, is an error that names it", () => {
    const gone = page.replace("## The hot files", "## Hot files");
    assert.throws(() => barsFor("head", gone, words), /no table behind "## The hot files"/);
    const empty = page.replace(/\| 81 \|/, "| – |");
    assert.throws(() => barsFor("head", empty, words), /no number in column 2 of "request head, small/);
  });
});

it("each picture is a page in both languages, and says below itself what it shows", async () => {
  const pictures = await seePictures({ root, linkTo: () => null });
  for (const { out, langs, page, figure } of pictures) {
    assert.deepEqual(langs, ["en", "zh"], out);
    for (const lang of langs)
      for (const text of [page(lang), figure(lang)]) {
        const captions = [...text.matchAll(/<figcaption>([^<]*)<\/figcaption>/g)].map(([, words]) => words);
        assert.equal(captions.length, text.split("<figure").length - 1, out);
        for (const caption of captions)
          assert.match(caption ?? "", lang === "zh" ? /[\u4e00-\u9fff].*。$/ : /\.$/, out);
      }
  }
  const parts = pictures.find(({ out }) => out === "see/speed.html");
  for (const chart of CHARTS) assert.match(parts?.page("zh") ?? "", new RegExp(`<h2 id="${chart}">`));
  const { shown } = besideLesson(2, "head");
  assert.deepEqual(shown, ["see/speed.html#head"]);
});

it("each picture beside a lesson stands beside one that there is", () => {
  const names = readLessons(root).map(({ day, name }) => `${day}/${name}`);
  assert.deepEqual(
    Object.keys(IN_LESSONS).filter((name) => !names.includes(name)),
    [],
  );
});
