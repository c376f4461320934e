/** What is refused: other sites, other names of this machine, paths that lead out, acts that are none. */
import assert from "node:assert/strict";
import { get, request } from "node:http";
import { describe, it } from "node:test";
import { serveSite } from "./site.ts";

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

describe("the guard", () => {
  const served = serveSite();

  /** The path goes out as it is: fetch would mend it. */
  function ask({
    method = "GET",
    path = "/",
    headers = {},
    body = "",
  }: Asked): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port: served.port, method, path, headers, agent: false };
      const client = request(options, (answer) => {
        let text = "";
        // It would not end: that it began is the answer.
        if (answer.headers["content-type"]?.startsWith("text/event-stream") === true) {
          client.destroy();
          resolve({ status: answer.statusCode ?? 0, text });
        }
        answer.setEncoding("utf8").on("data", (piece: string) => {
          text += piece;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      client.on("error", reject).end(body);
    });
  }

  const origins = [
    ...[
      "http://evil.example",
      "https://127.0.0.1",
      "null",
      "http://127.0.0.1:1",
      "http://localhost.evil.example",
      "file://",
      "http://[::2]",
    ],
    ...[
      "http://127.0.0.1.nip.io",
      "chrome-extension://abc",
      "http://0.0.0.0",
      "http://sub.localhost",
      "http://127.0.0.1@evil.example",
      "http://[::1].evil.example",
      "HTTP://LOCALHOST",
    ],
  ];
  const acts: Asked[] = [
    { method: "POST", path: "/api/send", body: '{"target":"day5","text":"x"}' },
    { method: "POST", path: "/api/act", body: '{"act":"start","words":["1.1"]}' },
    { method: "GET", path: "/api/live" },
    { method: "GET", path: "/assets/here.js" },
  ];

  it("answers no page of another site: neither what changes something nor what only reads", async () => {
    let count = 0;
    for (const origin of origins) {
      for (const act of acts) {
        const headers = { origin, "content-type": "application/json" };
        assert.equal((await ask({ ...act, headers })).status, 403, `${act.path} from ${origin}`);
        count += 1;
      }
    }
    for (const site of ["cross-site", "same-site"]) {
      for (const act of acts) {
        const headers = {
          "sec-fetch-site": site,
          "sec-fetch-mode": "cors",
          "content-type": "application/json",
        };
        assert.equal((await ask({ ...act, headers })).status, 403, `${act.path} ${site}`);
        count += 1;
      }
    }
    assert.equal(count, 64);
  });

  it("answers to no name that another site may have made to mean this machine", async () => {
    const hosts = [
      "evil.example",
      "127.0.0.1.nip.io",
      `evil.example:${served.port}`,
      "127.0.0.1:1",
      "127.0.0.1",
      "0.0.0.0",
      `localhost.evil:${served.port}`,
    ];
    for (const host of hosts) {
      const { status } = await ask({ headers: { host } });
      assert.equal(status, 421, host);
    }
    for (const host of [`127.0.0.1:${served.port}`, `localhost:${served.port}`]) {
      assert.equal((await ask({ headers: { host } })).status, 200, host);
    }
  });

  it("gives no file from outside of what was built", async () => {
    const up = ["..", "%2e%2e", ".%2e", "..%2f", "..%5c", "%2e%2e%2f", "....", "..;", "%252e%252e"];
    const paths = up.flatMap((one) => [
      `/${one}/package.json`,
      `/${one}/${one}/package.json`,
      `/assets/${one}/${one}/package.json`,
      `/code/${one}/${one}/serve/app.ts`,
    ]);
    const all = [
      ...paths,
      "//etc/passwd",
      "/%00",
      "/assets/%00.js",
      "/.cache/colours.json",
      "/C:/Windows/win.ini",
      "/assets/site.js%00.html",
    ];
    // With the pages of other sites above, more than a hundred.
    assert.ok(all.length > 40);
    for (const path of all) {
      const { status, text } = await ask({ path });
      assert.ok(status === 404 || status === 400, `${path}: ${status}`);
      assert.doesNotMatch(text, /"name": "ray/);
    }
  });

  it("runs the course's own commands only, and reads work/ alone", async () => {
    const headers = { "content-type": "application/json" };
    const wishes = [
      { act: "exec", words: ["ls"] },
      { act: "work", words: [] },
      { act: "start", words: "1.1" },
      { act: "use", words: Array.from({ length: 10 }, () => "x") },
    ];
    for (const wish of wishes) {
      const { status } = await ask({ method: "POST", path: "/api/act", headers, body: JSON.stringify(wish) });
      assert.ok(status === 400 || status === 422, `${wish.act}: ${status}`);
    }
    for (const path of ["../package.json", "/etc/passwd", "src/../../package.json", ""]) {
      const { status } = await ask({ path: `/api/mine-diff?day=1&path=${encodeURIComponent(path)}` });
      assert.equal(status, 404, path);
    }
    const { status } = await ask({
      method: "POST",
      path: "/api/send",
      headers,
      body: '{"target":"../evil","text":"x"}',
    });
    assert.equal(status, 422);
  });

  it("a link of another site may lead to a page, as links do", async () => {
    const headers = {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
    };
    assert.equal((await ask({ headers })).status, 200);
    assert.equal((await ask({ headers: { ...headers, "sec-fetch-dest": "iframe" } })).status, 403);
  });

  it("pages come compressed, and with a strict policy", async () => {
    const answer = await new Promise<{ headers: NodeJS.Dict<string | string[]>; bytes: number }>(
      (resolve) => {
        get(`${served.base}/`, { headers: { "accept-encoding": "br" } }, (got) => {
          let bytes = 0;
          got.on("data", (piece: Buffer) => {
            bytes += piece.length;
          });
          got.on("end", () => resolve({ headers: got.headers, bytes }));
        });
      },
    );
    assert.equal(answer.headers["content-encoding"], "br");
    assert.match(String(answer.headers["content-security-policy"]), /^default-src 'self';/);
    assert.doesNotMatch(String(answer.headers["content-security-policy"]), /unsafe/);
    assert.ok(answer.bytes < 20_000, `${answer.bytes} bytes`);
  });
});
