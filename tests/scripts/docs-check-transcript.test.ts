import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { repository, runScript } from "./cli-fixture.ts";

const fence = (info: string, ...lines: string[]) => [`\`\`\`${info}`, ...lines, "```", ""].join("\n");

/** An example of a day, as short as can be: it logs what it serves and says goodbye on ctrl-c. */
const example = `
import { createServer } from "node:http";
const port = Number(process.env.PORT);
if (!(port > 0)) {
  console.error(\`PORT must be a number, not "\${process.env.PORT}"\`);
  process.exit(1);
}
const server = createServer((request, response) => {
  console.error(\`[12:00:0\${Math.floor(Math.random() * 10)}.123] \${request.method} \${request.url} in \${Math.random()} ms\`);
  let body = "";
  request.on("data", (chunk) => { body += chunk; });
  request.on("end", () => response.end(body || \`hello from \${request.headers.host}\`));
});
if (process.env.MY_LOG_LEVEL === "debug") console.error("debug: routes");
server.listen(port, "127.0.0.1", () => {
  console.log(\`listening on http://127.0.0.1:\${port}\`);
  if (process.env.MY_LOG_LEVEL === "debug") console.error("debug: bound");
});
process.once("SIGINT", () => {
  console.log("draining");
  server.close(() => console.log("goodbye"));
});
`;

const files = {
  "package.json": JSON.stringify({
    type: "module",
    scripts: {
      day1: "node day1/examples/main.mjs",
      day2: "node --import tsx day2/examples/main.ts",
      day3: "echo no node",
      hello: "node hello.mjs",
    },
  }),
  "day1/examples/main.mjs": example,
  "day2/examples/main.ts": example,
  "hello.mjs": 'console.log("hello", process.argv[2] ?? "nobody", process.env.PORT.length > 3);',
};

const noCurl = spawnSync("curl", ["--version"]).error !== undefined;
const options = { skip: noCurl ? "curl is not installed" : false };

function check(root: string, ...args: string[]) {
  return runScript("docs-check", ["--root", root, ...args]);
}

const start = ["$ npm run day1", "listening on http://127.0.0.1:3000"];

test("a page's transcripts are replayed against a server that really runs", options, async (t) => {
  const interrupt = process.platform === "win32" ? "" : fence("console", "^C", "draining", "goodbye");
  const root = repository(t, {
    ...files,
    "README.md": [
      fence("console", "$ git clone https://example.com/ray", "$ cd ray", "$ npm ci"),
      fence("console", ...start),
      fence(
        "console",
        "$ curl localhost:3000/user",
        "hello from localhost:3000",
        "",
        "$ curl http://127.0.0.1:3000/a -i",
        "HTTP/1.1 200 OK",
        "Date: never",
        "…",
        "Content-Length: 25",
        "",
        "hello from …:3000",
      ),
      fence("console server", "[01:02:03.456] GET /user in 0.5 ms", "[…] GET /a in … ms"),
      fence(
        "console",
        "$ curl -X POST \\",
        "    --data 'it is \"one\" two' 'http://localhost:3000/echo?a=1&b=2'",
        'it is "one" two',
      ),
      fence("console server", "…", "[23:59:59] POST /echo?a=1&b=2 in 12ms"),
      interrupt,
      fence("console", "$ PORT=abc npm run day1", 'PORT must be a number, not "abc"'),
      fence(
        "console",
        "$ MY_LOG_LEVEL=debug npm run day2",
        "debug: routes",
        "listening on http://127.0.0.1:3000",
        "debug: bound",
      ),
      fence("console", "$ npm run hello -- you", "hello you true", "$ npm run -s hello", "hello nobody true"),
      fence("console norun", "$ sudo reboot", "as you like"),
    ].join("\n"),
  });
  const { code, stdout, stderr, last } = await check(root);
  assert.equal(stderr, "");
  assert.equal(
    last,
    "1 page: 11 code blocks, 12 commands (4 not run), 0 links, 0 problems".replace(
      "11",
      interrupt ? "11" : "10",
    ),
    stdout,
  );
  assert.equal(code, 0);
});

test("a transcript that has drifted is shown as a difference", options, async (t) => {
  const page = [
    fence("console", ...start),
    fence("console", "$ curl localhost:3000/user", "hello from day one"),
  ].join("\n");
  const { code, stdout, last } = await check(repository(t, { ...files, "README.md": page }));
  assert.equal(code, 1);
  assert.match(last, /1 problem$/);
  assert.match(stdout, /README\.md:7: "curl localhost:3000\/user" prints something else than the page shows/);
  assert.match(stdout, /^ +- hello from day one\n +\+ hello from localhost:3000$/m);
});

const drifts: [string, string[][], RegExp][] = [
  [
    "a start line",
    [["console", "$ npm run day1", "listening on http://localhost:3000"]],
    /\+ listening on http:\/\/127\.0\.0\.1:3000/,
  ],
  [
    "output that the page leaves out",
    [["console", "$ npm run hello"]],
    /show it, or a line `…` for any output/,
  ],
  [
    "a server's log",
    [
      ["console", ...start],
      ["console server", "GET /"],
    ],
    /the server's log prints something else|"the server's log" prints/,
  ],
  ["a log without a server", [["console server", "GET /"]], /no server runs here: start one/],
  ["^C without a server", [["console", "^C"]], /\^C, but no server runs here/],
  ["a script that is missing", [["console", "$ npm run day4"]], /package\.json has no script "day4"/],
  ["a script that is no plain node", [["console", "$ npm run day3"]], /does not begin with node/],
  ["a command that is not allowed", [["console", "$ rm -rf /"]], /"rm -rf \/" cannot be replayed/],
  ["a pipe", [["console", "$ curl localhost:3000 | jq"]], /"\|" needs a shell/],
  [
    "output of a command that is not run",
    [["console", "$ npm ci", "added 100 packages"]],
    /"npm ci" is not run here/,
  ],
  ["output without a command", [["console", "hello"]], /output without a command/],
  ["an unknown kind of block", [["console sever", "$ npm run hello"]], /"console sever" is unknown/],
];

for (const [what, blocks, message] of drifts) {
  test(`an error is ${what}`, async (t) => {
    const page = blocks.map(([info = "", ...lines]) => fence(info, ...lines)).join("\n");
    const { code, stdout } = await check(repository(t, { ...files, "README.md": page }));
    assert.equal(code, 1);
    assert.match(stdout, message);
  });
}

test("what a server prints after ^C is compared", { skip: process.platform === "win32" }, async (t) => {
  const page = fence("console", ...start, "^C", "farewell");
  const { code, stdout } = await check(repository(t, { ...files, "README.md": page }));
  assert.equal(code, 1);
  assert.match(stdout, /README\.md:4: "\^C" prints something else/);
  assert.match(stdout, /^ +- farewell\n +\+ draining\n +\+ goodbye$/m);
});

test("--no-run reads the transcripts and runs nothing", async (t) => {
  const page = fence("console", "$ npm run hello", "not what it prints");
  const { code, last } = await check(repository(t, { ...files, "README.md": page }), "--no-run");
  assert.equal(last, "1 page: 1 code block, 1 command (1 not run), 0 links, 0 problems");
  assert.equal(code, 0);
});

test("a missing curl is told in one line", { skip: process.platform === "win32" }, async (t) => {
  const root = repository(t, { ...files, "README.md": fence("console", "$ curl localhost:3000", "x") });
  const { code, stderr } = await runScript("docs-check", ["--root", root], { PATH: root });
  assert.equal(code, 1);
  assert.match(stderr, /^the pages use curl, and it is missing: apt install curl[^\n]+\n$/);
});
