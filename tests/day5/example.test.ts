/** The example of day 5, as `npm run day5` starts it: its routes, its hooks, its log and its settings. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { connect } from "node:tls";
import { Child } from "../support/child.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { RawClient } from "../support/raw-client.ts";
import { refused } from "../support/refused.ts";
import { srcDir } from "../support/stage.ts";

const example = join(srcDir, "..", "examples", "main.ts");
// A learner's own copy may have none.
const options = { concurrency: 2, skip: existsSync(example) ? false : `there is no ${example}` };

async function start(t: TestContext, env: Record<string, string> = {}) {
  const child = Child.run(t, example, { HOST: "127.0.0.1", PORT: "0", MY_LOG_STYLE: "never", ...env });
  const [, port] = await child.printed(/listening on http:\/\/127\.0\.0\.1:(\d+)\n/);
  const connect = () => RawClient.connect({ host: "127.0.0.1", port: Number(port) }, { t });
  const client = await connect();
  const ask = async (line: string, fields: Record<string, string> = {}, body: string | null = null) => {
    client.send(request(line, fields, body));
    return readAnswer(client, line.split(" ")[0]);
  };
  return { child, client, connect, ask };
}

/** The lines that are log lines, without their time, nor that of an answer. */
function logLines(stdout: string): string[] {
  return [...stdout.matchAll(/^\[[\d:.]+\] (.*)$/gm)].map(([, line]) =>
    (line as string).replace(/"ms":\d+/, '"ms":N'),
  );
}

describe("the example", options, () => {
  test("the example has the routes it promises, 404, and 405 with Allow", async (t) => {
    const { child, client, connect, ask } = await start(t, { MY_LOG_LEVEL: "silent" });
    for (const [line, status, text] of [
      ["GET /", 200, "hello world\n"],
      ["GET /user", 200, "hello user\n"],
      ["GET /user/index", 200, "user index\n"],
      ["GET /ghost/7", 200, "ghost 7\n"],
      ["GET /ghost/a%2Fb", 200, "ghost a/b\n"],
      ["GET /admin/hello", 200, "hello from admin\n"],
      ["GET /admin/index", 200, "admin index\n"],
      ["GET /admin/index?secret", 403, "that would be telling\n"],
      ["GET /sum?a=2&b=3", 200, "5\n"],
      ["GET /sum?a=2&b=x", 400, 'the query parameter "b" is not what it should be\n'],
      ["GET /nobody", 404, "there is nothing at this path\n"],
      ["GET /ghost/%zz", 400, "the path has a percent sign that encodes nothing\n"],
      ["HEAD /user", 200, ""],
    ] as const) {
      const answer = await ask(line);
      assert.deepEqual([answer.status, answer.text], [status, text], line);
    }
    const wrong = await ask("DELETE /user");
    assert.deepEqual([wrong.status, wrong.field("allow")], [405, "GET, HEAD, OPTIONS"]);
    assert.equal((await ask("OPTIONS /echo")).field("allow"), "OPTIONS, POST");
    const echo = await ask("POST /echo", { "Content-Type": "text/x-test" }, "\x00é\xff");
    assert.deepEqual([echo.body, echo.field("content-type")], ["\x00é\xff", "text/x-test"]);
    // Ctrl-c while a body is still on its way: the echo comes complete all the same.
    client.send(request("POST /echo", { Expect: "100-continue", "Content-Length": "6" }));
    await client.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    child.kill("SIGINT");
    assert.equal(await refused(connect), "ECONNREFUSED");
    client.send("def");
    assert.equal((await readAnswer(client)).body, "abcdef");
    assert.equal(await client.readAll(), "");
    const { code, stdout } = await child.exited;
    assert.equal(code, 0);
    assert.match(stdout, /^listening on http:\/\/127\.0\.0\.1:\d+\n$/, "MY_LOG_LEVEL=silent is silent");
  });

  test(
    "/admin/hello runs the hook of the group and the global one; /user only the latter",
    options,
    async (t) => {
      const { child, ask } = await start(t, { MY_LOG_LEVEL: "info" });
      for (const line of ["GET /admin/hello", "GET /admin/index?secret", "GET /user", "GET /nobody"])
        await ask(line);
      child.kill("SIGTERM");
      const { code, stdout } = await child.exited;
      assert.equal(code, 0);
      assert.deepEqual(logLines(stdout).slice(1, -2), [
        "INFO: started",
        'INFO: somebody visits the admin pages {"path":"/admin/hello"}',
        'INFO: answered {"method":"GET","path":"/admin/hello","status":200,"ms":N}',
        'INFO: somebody visits the admin pages {"path":"/admin/index"}',
        'INFO: answered {"method":"GET","path":"/admin/index","status":403,"ms":N}',
        'INFO: answered {"method":"GET","path":"/user","status":200,"ms":N}',
        'INFO: answered {"method":"GET","path":"/nobody","status":404,"ms":N}',
      ]);
      assert.match(logLines(stdout)[0] ?? "", /^INFO: listening \{"address":"127\.0\.0\.1:\d+"\}$/);
      assert.deepEqual(logLines(stdout).slice(-2), [
        'INFO: draining {"signal":"SIGTERM","deadlineMs":10000,"connections":1}',
        'INFO: stopped {"finished":1,"forced":0}',
      ]);
    },
  );

  test(
    "MY_LOG_LEVEL=trace tells the route table, the look-ups and the chosen routes, MY_LOG_STYLE=always in colour",
    options,
    async (t) => {
      const { child, ask } = await start(t, { MY_LOG_LEVEL: "trace", MY_LOG_STYLE: "always" });
      await ask("GET /ghost/7");
      child.kill("SIGINT");
      const { stdout } = await child.exited;
      // Colour is an escape sequence around the words.
      assert.ok(stdout.includes("\x1b["));
      const plain = stdout.replaceAll(/\x1b\[\d+m/g, "");
      const lines = logLines(plain).map((line) =>
        line.replace(/:\d+"/, ':PORT"').replace(/"port":\d+/, '"port":N'),
      );
      assert.equal(lines[0], 'TRACE: node inserted {"node":"/","route":"GET /"}');
      const routes = lines.filter((line) => line.startsWith("DEBUG: route {"));
      assert.deepEqual(routes.slice(0, 5), [
        'DEBUG: route {"route":"GET /"}',
        'DEBUG: route {"route":"GET /ghost/:id"}',
        'DEBUG: route {"route":"POST /echo"}',
        'DEBUG: route {"route":"GET /echo-lines"}',
        'DEBUG: route {"route":"GET /sum"}',
      ]);
      assert.deepEqual(lines.slice(-8), [
        'INFO: listening {"address":"127.0.0.1:PORT"}',
        "INFO: started",
        'DEBUG: request {"method":"GET","path":"/ghost/7","version":"1.1","remote":{"host":"127.0.0.1","port":N},"query":[],"fields":["host"]}',
        'TRACE: route looked up {"method":"GET","path":"/ghost/7"}',
        'DEBUG: route chosen {"path":"/ghost/7","params":{"id":"7"},"route":"GET /ghost/:id"}',
        'INFO: answered {"method":"GET","path":"/ghost/7","status":200,"ms":N}',
        'INFO: draining {"signal":"SIGINT","deadlineMs":10000,"connections":1}',
        'INFO: stopped {"finished":1,"forced":0}',
      ]);
    },
  );

  for (const [name, value, known] of [
    ["MY_LOG_LEVEL", "loud", "trace, debug, info, warn, error, silent"],
    ["MY_LOG_STYLE", "sometimes", "auto, always, never"],
  ] as const) {
    test(`${name}="${value}" is told in one line, and the program ends with 1 (seed 003.28, 003.29)`, async (t) => {
      const { code, stdout, stderr } = await Child.run(t, example, { PORT: "0", [name]: value }).exited;
      assert.equal(code, 1);
      assert.equal(stderr, `${name}="${value}" is not known; use one of ${known}\n`);
      assert.equal(stdout, "");
    });
  }

  test("with TLS=1 it speaks HTTPS, with a certificate that it has made, and says how to trust it", async (t) => {
    if (spawnSync("openssl", ["version"]).status !== 0) return t.skip("there is no openssl here");
    const env = { HOST: "127.0.0.1", PORT: "0", MY_LOG_LEVEL: "silent", TLS: "1" };
    for (const _ of ["made", "found"]) {
      const child = Child.run(t, example, env);
      const [, port] = await child.printed(/listening on https:\/\/127\.0\.0\.1:(\d+)\n/);
      const [, path] = /curl --cacert (\S+) https:\/\/localhost/.exec(child.stderr) as RegExpExecArray;
      const socket = connect({ host: "127.0.0.1", port: Number(port), ca: readFileSync(path as string) });
      t.after(() => socket.destroy());
      await once(socket, "secureConnect");
      socket.write(request("GET /", { Connection: "close" }));
      assert.match(String((await once(socket, "data"))[0]), /^HTTP\/1\.1 200 OK/);
      child.kill("SIGTERM");
      assert.equal((await child.exited).code, 0);
    }
  });
});
