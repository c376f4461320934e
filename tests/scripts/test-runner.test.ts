import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repository, runScript } from "./cli-fixture.ts";

const head = 'import assert from "node:assert/strict";\nimport { describe, it, test } from "node:test";\n';
const passing = `${head}test("passes", () => {});\n`;
const stageAtLeast = (day: number) =>
  `${head}test("sees its stage", () => assert.ok(Number(process.env.RAY_STAGE) >= ${day}));\n`;

function runTests(root: string, ...args: string[]) {
  return runScript("test", ["--root", root, ...args]);
}

test("every stage runs the tests of its own day and of the days before", async (t) => {
  const root = repository(t, {
    "tests/scripts/tool.test.ts": `${head}test("has no stage", () => assert.equal(process.env.RAY_STAGE, undefined));\n`,
    "tests/day1/a.test.ts": stageAtLeast(1),
    "tests/day3/b.test.ts": stageAtLeast(3),
  });
  const { code, stdout, stderr, last } = await runTests(root);
  assert.equal(stderr, "");
  assert.equal(last, "9 passed, 0 failed");
  assert.equal(code, 0);
  assert.match(stdout, /^tools … 1 passed, 0 failed \(\d+\.\d s\)$/m);
  assert.match(stdout, /^day 2 … 1 passed, 0 failed \(\d+\.\d s\)$/m);
  assert.match(stdout, /^stage {3}day1 {2}day2 {2}day3 {2}day4 {2}day5 {3}passed {2}failed$/m);
  assert.match(stdout, /^day 3 {6}1 {5}– {5}1 {5}– {5}– {8}2 {7}0$/m);
  assert.ok(!stdout.includes("\u001b"), "no colour where there is no terminal");
});

test("only leaf tests count, not the suites and tests that hold them", async (t) => {
  const root = repository(t, {
    "tests/day1/a.test.ts": `${head}
      describe("suite", () => { it("one", () => {}); it.skip("two", () => {}); it.todo("three"); });
      test("parent", async (t) => { await t.test("four", () => {}); await t.test("five", () => {}); });
    `,
  });
  const { code, stdout, last } = await runTests(root, "--day", "1", "--verbose");
  assert.equal(last, "3 passed, 0 failed, 2 skipped");
  assert.equal(code, 0);
  assert.match(stdout, /^tests\/day1\/a\.test\.ts$/m);
  assert.match(stdout, /✔ suite > one/);
  assert.match(stdout, /✔ parent > four/);
});

test("a failing test is shown with its name, its file, the difference and frames of its own", async (t) => {
  const root = repository(t, {
    "tests/day1/a.test.ts": `${head}describe("adding", () => {
      it("works", () => { console.log("a hint"); assert.deepEqual({ sum: 3 }, { sum: 4 }); });
      it("passes", () => {});
    });`,
  });
  const { code, stdout, last } = await runTests(root, "--day", "1");
  assert.equal(code, 1);
  assert.equal(last, "1 passed, 1 failed");
  assert.match(stdout, /^✖ adding > works\n {2}tests\/day1\/a\.test\.ts \(day 1\)$/m);
  assert.match(stdout, /^ +\+ +sum: 3\n +- +sum: 4$/m);
  assert.match(stdout, /a\.test\.ts:4:/);
  assert.match(stdout, /output of tests\/day1\/a\.test\.ts:\n {4}a hint/);
  assert.doesNotMatch(stdout, /node:internal|node_modules|✖ adding$/m);
});

test("a failing hook counts, although no test reports it", async (t) => {
  const root = repository(t, {
    "tests/day1/a.test.ts": `import { after, describe, it } from "node:test";
      describe("suite", () => { after(() => { throw new Error("cannot clean up"); }); it("one", () => {}); });`,
  });
  const { code, stdout, last } = await runTests(root, "--day", "1");
  assert.equal(code, 1);
  assert.equal(last, "1 passed, 1 failed");
  assert.match(stdout, /cannot clean up/);
});

test("a file that crashes at import fails, and the others still run", async (t) => {
  const crash = 'import { gone } from "./nowhere.ts";\ngone();\n';
  const root = repository(t, { "tests/day1/a.test.ts": crash, "tests/day1/b.test.ts": passing });
  const { code, stdout, last } = await runTests(root, "--day", "1");
  assert.equal(code, 1);
  assert.equal(last, "1 passed, 1 failed");
  assert.match(stdout, /✖ \(the file crashed\)\n {2}tests\/day1\/a\.test\.ts/);
  assert.match(stdout, /nowhere\.ts/);
});

test("a file that stands still is ended, and names the test that hung", async (t) => {
  const root = repository(t, {
    "tests/day1/a.test.ts": `${head}import { writeFileSync } from "node:fs";
      test("before", () => {});
      test("never ends", { timeout: 60_000 }, () => new Promise(() => {
        writeFileSync("pid", String(process.pid));
        setInterval(() => {}, 1000);
      }));`,
    "tests/day1/b.test.ts": passing,
  });
  const { code, stdout, last } = await runTests(root, "--day", "1", "--timeout", "3");
  assert.equal(code, 1);
  assert.equal(last, "2 passed, 1 failed");
  assert.match(stdout, /✖ \(the file hangs\)\n {2}tests\/day1\/a\.test\.ts/);
  assert.match(stdout, /"never ends" was running/);
  assert.ok(existsSync(join(root, "pid")));
  const pid = Number(readFileSync(join(root, "pid"), "utf8"));
  assert.throws(() => process.kill(pid, 0), { code: "ESRCH" }, "the process of the file is gone");
});

test("a file that works for longer than it may stand still is not ended, nor one whose child works", {
  skip: process.platform !== "linux" && "only Linux tells what a process does",
}, async (t) => {
  const work = "for (const end = performance.now() + 2_500; performance.now() < end; );";
  const root = repository(t, {
    "tests/day1/a.test.ts": `${head}test("works", () => { ${work} });\n`,
    "tests/day1/b.test.ts": `${head}import { spawn } from "node:child_process";
      test("waits", () => new Promise((done) => {
        spawn(process.execPath, ["-e", ${JSON.stringify(work)}]).once("exit", done);
      }));`,
  });
  const { last } = await runTests(root, "--day", "1", "--timeout", "1");
  assert.equal(last, "2 passed, 0 failed");
});

test("a file that exits before its tests have reported fails", async (t) => {
  const root = repository(t, {
    "tests/day1/a.test.ts": `${head}test("one", () => {});
      test("two", async () => { await new Promise(setImmediate); process.exit(0); });`,
  });
  const { code, stdout } = await runTests(root, "--day", "1");
  assert.equal(code, 1);
  assert.match(stdout, /✖ \((the file ended early|no test)\)/);
});

test("a file without a single test fails", async (t) => {
  const root = repository(t, { "tests/day1/a.test.ts": "export {};\n", "tests/day1/b.test.ts": passing });
  const { code, stdout, last } = await runTests(root, "--day", "1");
  assert.equal(code, 1);
  assert.equal(last, "1 passed, 1 failed");
  assert.match(stdout, /✖ \(no test\)\n {2}tests\/day1\/a\.test\.ts/);
});

test("a run in which no test ran is a failure", async (t) => {
  const { code, stdout, last } = await runTests(repository(t, {}));
  assert.equal(code, 1);
  assert.equal(last, "0 passed, 0 failed");
  assert.match(stdout, /^no test ran/m);
});

test("--only and --file choose among the tests", async (t) => {
  const two = `${head}test("red apple", () => {});\ntest("green apple", () => {});\n`;
  const root = repository(t, { "tests/day1/a.test.ts": two, "tests/day1/b.test.ts": two });
  const only = await runTests(root, "--day", "1", "--only", "red");
  assert.equal(only.last, "2 passed, 0 failed");
  const file = await runTests(root, "--day", "1,2", "--file", "b.test");
  assert.equal(file.last, "4 passed, 0 failed");
  const nothing = await runTests(root, "--day", "1", "--only", "blue");
  assert.equal(nothing.code, 1);
  assert.equal(nothing.last, "0 passed, 0 failed");
});

test("--impl tests a learner's own copy, as day 5 unless --day says otherwise", async (t) => {
  const root = repository(t, {
    "mine/src/index.ts": "export {};\n",
    "tests/day1/a.test.ts": `${head}test("one", () => assert.match(process.env.RAY_IMPL ?? "", /mine.src$/));\n`,
    "tests/day2/b.test.ts": stageAtLeast(2),
  });
  const asFive = await runTests(root, "--impl", join(root, "mine/src"));
  assert.equal(asFive.last, "2 passed, 0 failed");
  assert.match(asFive.stdout, /as day 5$/m);
  const asOne = await runTests(root, "--impl", join(root, "mine/src"), "--day", "1");
  assert.equal(asOne.last, "1 passed, 0 failed");
});

const support = (name: string) => new URL(`../support/${name}.ts`, import.meta.url).href;

test("--http asks in that version what names none, counts it, and fails where no test has asked", async (t) => {
  const asking = `${head}
    import { request } from "${support("http-client")}";
    import { startHttp1Server, startHttpServer } from "${support("http-server")}";
    const version = async (server, fields) => (await server.ask(request("GET /", fields))).text;
    test("one that names none", async (t) => {
      const server = await startHttpServer(t, (c) => c.req.version);
      assert.equal(await version(server, {}), "2");
    });
    test("one that names it for one of its requests", async (t) => {
      const server = await startHttpServer(t, (c) => c.req.version);
      assert.equal(await version(server, {}), "2");
      assert.equal(await version(server, { Connection: "close" }), "1.1");
    });
    test("one that names it", async (t) => {
      const server = await startHttp1Server(t, (c) => c.req.version);
      assert.equal(await version(server, {}), "1.1");
    });
    test("one that asks nothing", () => {});\n`;
  const silent = `${head}test("speaks of startHttpServer only", () => {});\n`;
  const root = repository(t, { "tests/day2/a.test.ts": asking, "tests/day2/b.test.ts": silent });
  for (const http of ["h2c", "h2"]) {
    const { code, last, stdout } = await runTests(root, "--http", http);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^5 passed, 0 failed$/m);
    const both = "1 of them with some in bytes of HTTP/1.1 as well; 1 name HTTP/1.1 alone";
    assert.equal(last, `over ${http}: 2 tests with 2 requests, ${both}`);
    const none = await runTests(root, "--http", http, "--file", "b.test");
    assert.equal(none.code, 1);
    assert.match(none.last, /: 0 tests with 0 requests/);
  }
});

test("a mistake in the command line is one line and exit code 2", async () => {
  const unknown = await runScript("test", ["--dya", "3"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /^Unknown option '--dya'\n\nnpm test -- \[options\]\n/);
  const cases = [
    ["--impl", "no/such/src"],
    ["--impl", "tests"],
    ["--day", "6"],
    ["--http", "3"],
    ["--http", "h2", "--day", "4"],
    ["--timeout", "soon"],
    ["--timeout", "1e400"],
    ["--timeout", "0x10"],
    ["--timeout=-0"],
    ["--timeout", "99999999999"],
  ];
  for (const args of cases) {
    const { code, stdout, stderr } = await runScript("test", args);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /^--[^\n]+\n$/);
  }
});

test("--impl says in a sentence that a path with ? or a backslash cannot be imported", {
  skip: process.platform === "win32" && "no file is called so here",
}, async (t) => {
  const root = repository(t, {
    "tests/day1/a.test.ts": passing,
    "so?/index.ts": "",
    "a\\b/index.ts": "",
    "100% #1/index.ts": "export {};\n",
  });
  for (const [folder, sign] of [
    ["so?", "?"],
    ["a\\b", "\\"],
  ] as const) {
    const { code, stderr } = await runTests(root, "--day", "1", "--impl", join(root, folder));
    assert.equal(code, 2);
    assert.ok(stderr.startsWith(`--impl: nothing can be imported from a path with a "${sign}": `), stderr);
    assert.equal(stderr.split("\n").length, 2);
  }
  const odd = await runTests(root, "--day", "1", "--impl", join(root, "100% #1"));
  assert.equal(odd.last, "1 passed, 0 failed");
});

test("what looks inside src is left out for a learner's own copy, unless it is asked for", async (t) => {
  const root = repository(t, {
    "mine/src/index.ts": "export const one = 1;\n",
    "tests/day1/a.test.ts": passing,
    "tests/day1/b.test.ts": `import { load } from "../support/stage.ts";\n${head}test("inside", () => load());\n`,
    "tests/support/stage.ts": "export const load = () => {};\n",
  });
  const own = await runTests(root, "--day", "1", "--impl", join(root, "mine/src"));
  assert.match(
    own.stdout,
    /^test files left out, since they look inside src: 1 \(--reference runs them too\)$/m,
  );
  assert.equal(own.last, "1 passed, 0 failed");
  const all = await runTests(root, "--day", "1", "--impl", join(root, "mine/src"), "--reference");
  assert.doesNotMatch(all.stdout, /left out/);
  assert.equal(all.last, "2 passed, 0 failed");
  const stage = await runTests(root, "--day", "1");
  assert.equal(stage.last, "2 passed, 0 failed");
});
