import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { runScript } from "./cli-fixture.ts";

/** A server on a free port. Half-open, so that it may answer after the client has said everything. */
async function listen(t: TestContext, onSocket: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    onSocket(socket);
  });
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return String((server.address() as AddressInfo).port);
}

const echo = (socket: Socket) => {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  socket.on("end", () => socket.end(Buffer.concat(chunks)));
};

test("the texts are sent with their escapes expanded, and the answer is printed as it is", async (t) => {
  const port = await listen(t, echo);
  const texts = ["GET / HTTP/1.1\\r\\n", "é\\t\\\\n", "\\x41\\xe2\\x82\\xac"];
  const { code, stdout, stderr } = await runScript("talk", ["--port", port, ...texts]);
  assert.equal(stderr, "");
  assert.equal(stdout, "GET / HTTP/1.1\r\né\t\\nA€");
  assert.equal(code, 0);
});

test("--show makes line ends visible", async (t) => {
  const port = await listen(t, echo);
  const { stdout } = await runScript("talk", ["--show", "a\\r\\n\\nb"], { PORT: port, HOST: "127.0.0.1" });
  assert.equal(stdout, "a␍␊\n␊\nb");
});

test("the client half-closes after its last text and reads until the server closes", async (t) => {
  let endedBeforeAnswer = false;
  const port = await listen(t, (socket) => {
    socket.resume().on("end", () => {
      endedBeforeAnswer = true;
      socket.write("one,");
      setImmediate(() => socket.end("two"));
    });
  });
  const { stdout } = await runScript("talk", ["--port", port, "hello"]);
  assert.equal(stdout, "one,two");
  assert.ok(endedBeforeAnswer);
});

test("between two texts there is a pause, and none behind the last", async (t) => {
  const port = await listen(t, echo);
  const begun = performance.now();
  const { stdout } = await runScript("talk", ["--port", port, "--pause", "0.6", "a", "b", "c"]);
  assert.equal(stdout, "abc");
  // Twice, and never early: the start of the process alone takes less than this.
  assert.ok(performance.now() - begun >= 1_200);
});

test("a silent server is left after a while", async (t) => {
  const port = await listen(t, (socket) => socket.write("wait"));
  const { code, stdout, stderr } = await runScript("talk", ["--port", port, "--silence", "0.2", "hello"]);
  assert.equal(stdout, "wait");
  assert.equal(stderr, "no byte for 0.2 s: hanging up\n");
  assert.equal(code, 0);
});

test("a server that is not there is told in one line, with what to start", async () => {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  await once(server.close(), "close");
  const { code, stderr } = await runScript("talk", ["--port", String(port), "hello"], { HOST: undefined });
  assert.equal(code, 1);
  assert.match(
    stderr,
    new RegExp(`^nothing listens on 127\\.0\\.0\\.1:${port}: start npm run day1 [^\n]+\n$`),
  );
});

test("a mistake in the command line is one line and exit code 2", async () => {
  const cases: [string[], RegExp][] = [
    [["--port", "abc", "x"], /^"abc" is no port: [^\n]+\n$/],
    [["--port", "70000", "x"], /^"70000" is no port: [^\n]+\n$/],
    [["--port", "0x50", "x"], /^"0x50" is no port: [^\n]+\n$/],
    [["--silence", "1e400", "x"], /^--silence takes a number of seconds, at most a day, not "1e400"\n$/],
    [["--silence", "NaN", "x"], /^--silence takes [^\n]+ not "NaN"\n$/],
    [["--silence=-0", "x"], /^--silence takes [^\n]+ not "-0"\n$/],
    [["--silence", "99999999", "x"], /^--silence takes [^\n]+ not "99999999"\n$/],
    [["--pause", "0", "x"], /^--pause takes a number of seconds, at most a day, not "0"\n$/],
    [["a\\q"], /^"\\q" is no escape: [^\n]+\n$/],
    [["a\\x4"], /^"\\x" is no escape: [^\n]+\n$/],
    [[], /^say something: [^\n]+\n$/],
    [["--prot", "1"], /^Unknown option '--prot'\n\nnpm run -s talk/],
  ];
  for (const [args, message] of cases) {
    const { code, stderr } = await runScript("talk", args);
    assert.match(stderr, message);
    assert.equal(code, 2);
  }
});
