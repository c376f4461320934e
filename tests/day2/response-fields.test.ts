/** What a handler cannot put on the wire: line breaks, controls, bad names, bad codes, the server's framing. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

const { reasonPhrase } = await load<typeof import("../../day5/src/http/status.ts")>("http/status.ts");

const EVIL = "SECRET";

/** Each must become a plain 500; the error in the log must match. */
const refused: Record<string, readonly [(c: AppContext) => unknown, RegExp]> = {
  "CR LF in a value": [(c) => c.header("x-name", `a\r\n${EVIL}: b`), /x-name/],
  "CR in a value": [(c) => c.header("x-name", `a\r${EVIL}`), /x-name/],
  "LF in a value": [(c) => c.header("x-name", `a\n${EVIL}`), /x-name/],
  "NUL in a value": [(c) => c.header("x-name", `a\0${EVIL}`), /x-name/],
  "DEL in a value": [(c) => c.header("x-name", `a\x7f${EVIL}`), /x-name/],
  "a character over 255 in a value": [(c) => c.header("x-name", `ā${EVIL}`), /x-name/],
  "a value that is no string": [(c) => c.header("x-name", 5 as unknown as string), /x-name/],
  "CR LF in a name": [(c) => c.header(`x\r\n${EVIL}`, "a"), /SECRET.*not a header name/],
  "a colon in a name": [(c) => c.header(`x:${EVIL}`, "a"), /SECRET/],
  "a space in a name": [(c) => c.header(`x ${EVIL}`, "a"), /SECRET/],
  "an empty name": [(c) => c.header("", EVIL), /""/],
  "CR LF in a redirect": [(c) => c.redirect(`/\r\n${EVIL}: b`), /location/],
  "NUL in a redirect": [(c) => c.redirect(`/\0${EVIL}`), /location/],
  "CR LF in a content type": [(c) => c.header("content-type", `a\r\n${EVIL}`), /content-type/],
  "CR LF in the field of an error": [
    () => {
      throw new ray.HttpError(400, EVIL, { headers: { "x-name": `a\r\n${EVIL}` } });
    },
    /x-name/,
  ],
  "a field of a Response": [() => new ray.Response("x", { headers: { "x-name": `\n${EVIL}` } }), /x-name/],
  "a field of an answer that knows itself": [
    () => ({ intoResponse: () => new ray.Response("x", { headers: [["x-name", `a\r\n${EVIL}`]] }) }),
    /x-name/,
  ],
  // fetch's own Headers take all but NUL, CR and LF.
  "a control character in a field of a WHATWG Response": [
    () => new Response(EVIL, { headers: { "x-name": "a\x01b" } }),
    /x-name/,
  ],
  "transfer-encoding": [(c) => c.header("Transfer-Encoding", "chunked").string(EVIL), /transfer-encoding/],
  "a content-length that is no number": [
    (c) => c.header("content-length", "5, 5").string(EVIL),
    /content-length/,
  ],
  "two content-lengths": [
    (c) => {
      c.response.headers.append("content-length", "6");
      c.response.headers.append("content-length", "6");
      return c.string(EVIL);
    },
    /content-length/,
  ],
};

for (const [name, [handler, inLog]] of Object.entries(refused)) {
  test(`I4: ${name} is a 500: nothing of it reaches the client, the log names it`, async (t) => {
    const server = await startHttpServer(t, (c) =>
      c.path === "/next" ? c.string("next") : (handler(c) as object),
    );
    const client = await server.connect();
    client.send(request("GET /") + request("GET /next"));
    const answer = await readAnswer(client);
    assert.equal(answer.statusLine, "HTTP/1.1 500 Internal Server Error");
    assert.equal(answer.text, "Internal Server Error\n");
    assert.deepEqual(
      answer.fields.map(([field]) => field),
      ["content-type", "content-length", "date"],
    );
    assert.equal((await readAnswer(client)).text, "next", "the connection goes on");
    assert.match(String(server.log.errors("error")), inLog);
    assert.deepEqual(server.log.messages("error"), ["handler failed"]);
  });
}

for (const code of [100, 101, 199, 600, 999, 0, -1, 200.5, Number.NaN, "200" as unknown as number]) {
  test(`I4: status ${JSON.stringify(code)} is a 500, however it is set`, async (t) => {
    const ways: Record<string, (c: AppContext) => object | undefined> = {
      "/status": (c) => c.status(code),
      "/string": (c) => c.string("x", code),
      "/redirect": (c) => c.redirect("/x", code),
      "/response": () => new ray.Response("x", { status: code }),
      "/error": () => {
        throw new ray.HttpError(code);
      },
    };
    const server = await startHttpServer(t, (c) => ways[c.path]?.(c));
    for (const path of Object.keys(ways)) {
      const answer = await server.ask(request(`GET ${path}`));
      assert.equal(answer.status, 500, path);
    }
    assert.match(String(server.log.errors("error")[0]), /RangeError: status must be .* from 200 to 599/);
  });
}

test("every status from 200 to 599 can be sent, with or without a phrase of its own", async (t) => {
  const server = await startHttp1Server(t, (c) => c.string("", Number(c.path.slice(1))));
  const client = await server.connect();
  for (let status = 200; status < 600; status += 1) {
    client.send(request(`GET /${status}`));
    const answer = await readAnswer(client);
    assert.equal(answer.statusLine, `HTTP/1.1 ${status} ${reasonPhrase(status)}`);
  }
  assert.equal(reasonPhrase(418), "Unknown Error");
  assert.equal(reasonPhrase(299), "Unknown Status");
  assert.equal(reasonPhrase(404), "Not Found");
});

test("bytes from 128 to 255 and tabs go out as they are; several fields of a name stay several", async (t) => {
  const server = await startHttpServer(t, (c) => {
    c.header("x-name", "caf\xe9\t\xff");
    c.response.headers.append("set-cookie", "a=1");
    c.response.headers.append("set-cookie", "b=2, c");
    return c.string("x");
  });
  const { fields } = await server.ask(request("GET /"));
  assert.deepEqual(fields.slice(0, 3), [
    ["x-name", "caf\xe9\t\xff"],
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2, c"],
  ]);
});
