import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCommandLine } from "../../scripts/docs/command-line.ts";
import { difference, matches, matchesPrefix, normalize, toLines } from "../../scripts/docs/compare-output.ts";
import { curlLaunch, freePort, hidePort, npmLaunch } from "../../scripts/docs/launch.ts";
import { repository } from "./cli-fixture.ts";

test("a command line is split into words as a shell would", () => {
  const words = (text: string) => parseCommandLine(text).words;
  assert.deepEqual(words("curl  -i localhost:3000"), ["curl", "-i", "localhost:3000"]);
  assert.deepEqual(words("a 'b c' \"d e\" f'g'\"h\""), ["a", "b c", "d e", "fgh"]);
  assert.deepEqual(words("'a\\n$b' '' \"\""), ["a\\n$b", "", ""]);
  assert.deepEqual(words('"say \\"hi\\" \\n \\\\ \\$x"'), ['say "hi" \\n \\ $x']);
  assert.deepEqual(words("a\\ b \\' \\|"), ["a b", "'", "|"]);
  assert.deepEqual(words("curl \\\n  -i \\\n  x"), ["curl", "-i", "x"]);
  assert.deepEqual(words("on\\\ne"), ["one"]);
  assert.deepEqual(words("curl x # a remark | with a pipe"), ["curl", "x"]);
  assert.deepEqual(words("http://x/?a=1#top"), ["http://x/?a=1#top"]);
  assert.deepEqual(words(""), []);
});

test("leading assignments are variables, later ones are words", () => {
  assert.deepEqual(parseCommandLine("A=1 B='x y' npm run C=2"), {
    env: { A: "1", B: "x y" },
    words: ["npm", "run", "C=2"],
  });
});

test("what only a shell can do is an error", () => {
  for (const text of ["a | b", "a && b", "a > b", "a; b", "echo $HOME", "a `b`", '"$x"', "(a)"]) {
    assert.throws(() => parseCommandLine(text), /shell|variables/, text);
  }
  assert.throws(() => parseCommandLine("a 'b"), /a single quote is never closed: 'b/);
  assert.throws(() => parseCommandLine('a "b'), /a double quote is never closed: "b/);
});

test("what differs from run to run is normalised", () => {
  const pairs = [
    ["Date: Mon, 01 Jan 2024 10:00:00 GMT", "Date: today"],
    ["< date: a", "< date: b"],
    ["Last-Modified: Mon, 01 Jan 2024 10:00:00 GMT", "Last-Modified: Tue, 02 Feb 2025 11:11:11 GMT"],
    ["at 2024-01-01T10:00:00.123Z", "at 2025-12-31T23:59:59+01:00"],
    ["[10:00:00.123] GET", "[23:59:59] GET"],
    ["in 1.23 ms", "in 456 ms"],
    ["12ms", "0.5ms"],
    ["took 1.50 s", "took 2.5 s"],
    ['{"time":1795214656542,"pid":1,"msg":"a"}', '{"time":1795214659999,"pid":4711,"msg":"a"}'],
    ["INFO (ray/12): up", "INFO (4711): up"],
    ["\u001b[32mgreen\u001b[39m", "green"],
    ["blanks  ", "blanks"],
  ];
  for (const pair of pairs) assert.equal(...(pair.map((line) => normalize([line])[0]) as [string, string]));
  assert.deepEqual(normalize(["a", "", "b", "", ""]), ["a", "", "b"]);
  assert.notDeepEqual(normalize(["within 10 s"]), normalize(["within 20 s"]));
  assert.deepEqual(toLines("a\r\nb\n"), ["a", "b", ""]);
});

test("… matches any lines on a line of its own, and any text inside a line", () => {
  assert.ok(matches(["a", "…", "d"], ["a", "b", "c", "d"]));
  assert.ok(matches(["a", "…", "d"], ["a", "d"]));
  assert.ok(matches(["…"], []));
  assert.ok(matches(["id: … (new)"], ["id: 1f.*+ (new)"]));
  assert.ok(!matches(["a…c"], ["a", "c"]));
  assert.ok(!matches(["a"], ["a", "b"]));
  assert.ok(!matches(["a.c"], ["abc"]));
  assert.ok(!matches([], ["a"]));
  assert.equal(matchesPrefix(["a", "b"], ["a", "b", "c"], 1), 2);
  assert.equal(matchesPrefix(["a", "x"], ["a", "b", "c"], 1), undefined);
  assert.deepEqual(difference(["a", "… b", "c"], ["a", "1 b", "d"]).slice(1), ["  a", "  1 b", "- c", "+ d"]);
});

test("the port of the page becomes the real one, and back", async () => {
  const port = await freePort();
  assert.ok(port > 3000 && port < 10_000, "as many digits as 3000 has");
  assert.deepEqual(curlLaunch(["curl", "localhost:3000/a"], 4321).args, ["-q", "-sS", "localhost:4321/a"]);
  assert.deepEqual(curlLaunch(["curl", "-is", "http://127.0.0.1:30001"], 4321).args, [
    "-q",
    "-is",
    "http://127.0.0.1:30001",
  ]);
  const { args } = npmLaunch(
    import.meta.dirname,
    ["npm", "run", "-s", "talk", "--", "--port", "3000", "x 3000"],
    4321,
  );
  assert.deepEqual(args.slice(-7), ["run", "-s", "talk", "--", "--port", "4321", "x 3000"]);
  assert.equal(hidePort("127.0.0.1:4321 and 43210 and 94321", 4321), "127.0.0.1:3000 and 43210 and 94321");
});

test("a script that is node and nothing else is started without npm, any other with it", (t) => {
  const scripts = { talk: "node --import tsx talk.ts", all: "npm run talk && npm run talk", help: "nodemon" };
  const root = repository(t, { "package.json": JSON.stringify({ scripts }) });
  const launch = (...words: string[]) => npmLaunch(root, ["npm", "run", ...words], 4321);
  const { command, args } = launch("-s", "talk", "--", "--port", "3000");
  assert.equal(command, process.execPath);
  assert.deepEqual(args, ["--import", import.meta.resolve("tsx"), "talk.ts", "--port", "4321"]);
  assert.deepEqual(launch("talk").args, args.slice(0, 3));
  assert.deepEqual(launch("all").args.slice(-3), ["run", "-s", "all"]);
  assert.deepEqual(launch("help").args.slice(-1), ["help"]);
  assert.deepEqual(launch("talk", "--silent").args.slice(-2), ["talk", "--silent"]);
});
