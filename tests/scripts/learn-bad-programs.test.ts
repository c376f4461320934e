/** What `npm run learn` says of programs that go wrong in the ways in which programs do: each as exactly what it is. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { type Check, check } from "../../scripts/learn/check.ts";
import { tell } from "../../scripts/learn/tell.ts";
import { ECHO, LearnCourse } from "./learn-fixture.ts";

/** Small ones: what is waited for here never comes. */
const LIMITS = { stillMs: 1_500, cpuMs: 1_500, mostOutput: 64 * 1024 };

interface Told {
  readonly check: Check;
  readonly text: string;
}

/** What a check says of this echo.ts, and that nothing of it runs on behind. */
async function told(t: TestContext, echo: string, limits = LIMITS): Promise<Told> {
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  course.write("work/src/echo.ts", echo);
  course.write("work/src/index.ts", 'export * from "./echo.ts";\n');
  const session = course.session();
  const result = await check(session, session.underWay.lesson, { limits });
  assert.equal(result.isGreen, false);
  assert.deepEqual(processesIn(course.root), [], "its process group is gone");
  return { check: result, text: tell(session, result).join("\n") };
}

/** Processes that name the folder on their command line. */
function processesIn(root: string): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(root);
    } catch {
      return false;
    }
  });
}

const onData = (code: string) => ECHO.replace("socket.write(answer(bytes))", code);

test("a hang: something is waited for that never comes", async (t) => {
  const { text } = await told(t, `${ECHO}\nawait new Promise(() => setInterval(() => {}, 1000));\n`);
  assert.match(
    text,
    /^✖ it hangs\n {2}Nothing happened for 1\.5 s while it was loaded, before any test: something/,
  );
});

test("a crash when it is loaded", async (t) => {
  const { text } = await told(
    t,
    `${ECHO}\nconst sockets: Socket[] = [];\nconsole.log(sockets[0]!.remotePort);\n`,
  );
  assert.match(text, /^✖ your code cannot be loaded\n {2}TypeError: Cannot read properties of undefined/);
  assert.match(text, /in work\/src\/echo\.ts:\d+/);
});

test("a crash in the middle of a test", async (t) => {
  const { text } = await told(
    t,
    onData("process.nextTick(() => { throw new RangeError('no ' + bytes.length); })"),
  );
  assert.match(text, /RangeError: no 18/);
  assert.match(text, /in work\/src\/echo\.ts:\d+/);
});

test("a syntax error, with its line and the place in it", async (t) => {
  const { text } = await told(t, ECHO.replace("return bytes;", "return bytes +;"));
  assert.match(
    text,
    /^✖ a syntax error in work\/src\/echo\.ts:12:17\n {6}return bytes \+;\n {20}\^\n {2}Expression expected\.\n {2}\(TS1109\)/,
  );
});

test("a missing export", async (t) => {
  const { text } = await told(t, ECHO.replace("export function startEcho", "export function beginEcho"));
  assert.match(text, /ray\.startEcho is not a function/);
  assert.match(text, /page {2}docs\/day1\/01-echo\.md:\d+, "Listening"/);
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  course.write("work/src/echo.ts", ECHO.replace("export function startEcho", "export function beginEcho"));
  const session = course.session();
  const result = await check(session, session.underWay.lesson, { limits: LIMITS });
  assert.match(
    tell(session, result).join("\n"),
    /^✖ a missing export in work\/src\/index\.ts:1:10\n[\s\S]*startEcho/,
  );
});

test("process.exit(0): when it is loaded, and in the middle of a test", async (t) => {
  const atOnce = await told(t, `${ECHO}\nprocess.exit(0);\n`);
  assert.match(
    atOnce.text,
    /^✖ your code ended the process\n {2}It called process\.exit\(\) while it was loaded, before/,
  );
  const later = await told(t, onData("process.exit(0)"));
  assert.match(
    later.text,
    /^✖ your code ended the process\n {2}It called process\.exit\(\) during the test "I1: what was sent/,
  );
});

test("an endless loop, also one that prints", async (t) => {
  const { text } = await told(t, onData("{ for (;;) bytes.at(0); }"));
  const says =
    /^✖ an endless loop\n {2}Your code computed for 1\.5 s without coming back during the test "I1: what/;
  assert.match(text, says);
  const printing = await told(t, onData("{ for (;;) console.log('here I am'); }"));
  assert.match(printing.text, says);
  assert.match(printing.text, /It printed, to begin with:\n {4}here I am\n/);
});

test("a flood of output", async (t) => {
  const { text } = await told(t, onData("setInterval(() => console.log('here I am\\n'.repeat(1000)))"));
  assert.match(
    text,
    /^✖ a flood of output\n {2}Your code printed more than 1 MiB during the test "I1: .*It was ended\.\n {2}It printed, to begin with:\n {4}here I am\n/,
  );
});

test("a server that accepts and never answers, with what it read; and one that does not even read", {
  skip: process.platform !== "linux" && "only Linux tells what the other end has read",
}, async (t) => {
  // Longer than the client in the test waits.
  const patient = { ...LIMITS, stillMs: 8_000 };
  const [silent, deaf] = await Promise.all([
    told(t, onData("bytes.length"), patient),
    told(
      t,
      ECHO.replace("createServer((socket) => {", "createServer({ pauseOnConnect: true }, (socket) => {"),
      patient,
    ),
  ]);
  assert.match(
    silent.text,
    /sent {6}GET \/ HTTP\/1\.1␍␊␍␊ \(18 bytes\)\n {2}came {6}\(nothing\)\n {2}expected {2}18 bytes/,
  );
  assert.match(silent.text, /your server accepted, read 18 bytes and wrote nothing for 5 s/);
  assert.match(deaf.text, /your server accepted, read 0 of 18 bytes and wrote nothing for 5 s/);
});

test("wrong bytes: what was sent, what came, what was expected, and the first that differs", async (t) => {
  const { text, check: result } = await told(
    t,
    ECHO.replace("return bytes;", 'return Buffer.from(String(bytes).replace("1.1", "1.0"));'),
  );
  const lines = [
    "✖ I1: what was sent comes back, byte by byte",
    "",
    "  sent      GET / HTTP/1.1␍␊␍␊ (18 bytes)",
    "  came      GET / HTTP/1.0␍␊␍␊ (18 bytes)",
    "  expected  GET / HTTP/1.1␍␊␍␊ (18 bytes)",
    "                         ^ byte 14 differs",
    "",
    "  I1  What comes goes back, byte by byte.",
  ];
  const found = text.split("\n").filter((line) => !/tests\/day1\/lesson-echo\.test\.ts:12$/.test(line));
  assert.deepEqual(found.slice(0, lines.length), lines);
  assert.equal(result.report.failed, 1);
});

test("a file that is gone, and how it comes back", async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  const { rmSync } = await import("node:fs");
  rmSync(`${course.root}/work/src/log.ts`);
  const { code, text } = await course.did("check");
  assert.equal(code, 1);
  assert.match(text, /^✖ work\/src\/log\.ts is missing\n {2}npm run learn reset log\.ts lays it again\./);
  await course.did("reset", "log.ts");
  assert.ok(course.read("work/src/log.ts"));
});

test("what comes first is told at once, while a later test still waits", async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.2");
  // The second test ends when the first one's failure was told, and hangs when it never is.
  course.write(
    "tests/day1/lesson-lines.test.ts",
    `import { existsSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
test("I2: the first", () => { throw new Error("as it is"); });
test("the second", async () => {
  while (!existsSync(${JSON.stringify(`${course.root}/told`)})) await pause(20);
});
`,
  );
  const session = course.session();
  const early: string[] = [];
  const result = await check(session, session.underWay.lesson, {
    onEarly: (first) => {
      early.push(tell(session, first).slice(0, 4).join("\n"));
      course.write("told", "");
    },
  });
  assert.equal(early.length, 1);
  assert.match(early[0] ?? "", /^✖ I2: the first\n.*\n\n {2}Error: as it is$/);
  assert.equal(tell(session, result).slice(0, 4).join("\n"), early[0]);
  assert.equal(result.report.passed, 1);
});
