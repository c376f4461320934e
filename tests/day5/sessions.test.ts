/** Sessions over the wire: made late, renewed at login, ended for good, and no update lost. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { SessionStorage } from "../../day5/src/session/index.ts";
import type { Answer } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

const { MemoryStorage, session, sessions } =
  await load<typeof import("../../day5/src/session/index.ts")>("session/index.ts");

const MINUTE = 60_000;

/** A storage that notes what is asked of it. */
function noted(storage: SessionStorage) {
  const calls: string[] = [];
  const proxy = new Proxy(storage, {
    get(target, name: keyof SessionStorage) {
      const method = target[name];
      if (typeof method !== "function") return method;
      return (...args: never[]) => {
        calls.push(name);
        return (method as (...args: never[]) => unknown).apply(target, args);
      };
    },
  });
  return { storage: proxy, calls };
}

async function serve(t: TestContext, options: object = {}) {
  let now = Date.UTC(2026, 0, 1);
  const memory = new MemoryStorage({ now: () => now });
  const { storage, calls } = noted(memory);
  const gates = new Map<string, () => void>();
  const router = new ray.Router()
    .hooks(sessions({ storage, now: () => now, ...options }))
    .get("/none", (c) => c.string("none"))
    .get("/read", async (c) => c.json((await session(c)).get("user") ?? null))
    .get("/set/:name/:value", async (c) => {
      (await session(c)).set(c.params.name, c.params.value);
      return c.string("set");
    })
    .get("/slow/:name", async (c) => {
      const own = await session(c);
      await new Promise<void>((resolve) => gates.set(c.params.name, resolve));
      own.set(c.params.name, "slow");
      return c.string("slow");
    })
    .get("/all", async (c) => {
      const own = await session(c);
      return c.json(["user", "a", "b", "n"].map((name) => own.get(name) ?? null));
    })
    .get("/count", async (c) => c.json(await (await session(c)).update<number>("n", (n = 0) => n + 1)))
    .get("/login", async (c) => {
      const own = await session(c);
      own.set("user", "ann");
      own.regenerate();
      return c.string("in");
    })
    .get("/logout", async (c) => {
      (await session(c)).destroy();
      return c.string("out");
    })
    .get("/flash", async (c) => {
      (await session(c)).flash("note", "saved");
      return c.string("");
    })
    .get("/note", async (c) => c.json((await session(c)).takeFlash("note") ?? null))
    .get("/fail", async (c) => {
      (await session(c)).set("user", "kept");
      throw new ray.HttpError(418);
    });
  const server = await startHttpServer(t, router);
  const ask = (path: string, sid?: string) =>
    server.ask(`GET ${path} HTTP/1.1\r\nHost: x\r\n${sid === undefined ? "" : `Cookie: sid=${sid}\r\n`}\r\n`);
  return {
    ask,
    calls,
    memory,
    gates,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

/** The id that an answer sets; "" where it tells the client to forget it, undefined where it sets none. */
function sidOf(answer: Answer): string | undefined {
  const lines = answer.fields
    .filter(([name]) => name.toLowerCase() === "set-cookie")
    .map(([, value]) => value);
  assert.ok(lines.length <= 1, lines.join(" | "));
  return /^sid=([^;]*);/.exec(lines[0] ?? "")?.[1];
}

test("a session is made when something is put into it, and not before (seed 004.47)", async (t) => {
  const { ask, calls, memory } = await serve(t);
  for (const path of ["/none", "/read", "/note", "/logout"])
    assert.equal(sidOf(await ask(path)) || undefined, undefined, path);
  assert.deepEqual([calls, memory.size], [[], 0]);
  const made = await ask("/set/user/ann");
  const sid = sidOf(made) ?? "";
  assert.match(sid, /^[\w-]{22}$/, "128 bits");
  assert.match(made.fields.map(([, value]) => value).join(), /; Path=\/; (Secure; )?HttpOnly; SameSite=Lax/);
  assert.equal((await ask("/read", sid)).text, '"ann"');
});

test("a request that asks for no session reads none; one that changes nothing writes nothing", async (t) => {
  const { ask, calls } = await serve(t);
  const sid = sidOf(await ask("/set/user/ann")) ?? "";
  calls.length = 0;
  await ask("/none", sid);
  assert.deepEqual(calls, []);
  await ask("/read", sid);
  await ask("/set/user/ann", sid);
  assert.deepEqual(calls, ["read", "read"]);
});

test("an id that the client has chosen is never taken", async (t) => {
  const { ask, calls } = await serve(t);
  for (const chosen of ["AAAAAAAAAAAAAAAAAAAAAA", "short", "x".repeat(500)]) {
    const sid = sidOf(await ask("/set/user/ann", chosen)) ?? "";
    assert.notEqual(sid, chosen);
    assert.equal((await ask("/read", chosen)).text, "null");
  }
  assert.ok(
    calls.filter((call) => call === "read").length <= 3,
    "what cannot be an id is not even looked up",
  );
});

test("at a login the id changes, the session stays, and the old id is worth nothing", async (t) => {
  const { ask } = await serve(t);
  const before = sidOf(await ask("/set/a/1")) ?? "";
  const after = sidOf(await ask("/login", before)) ?? "";
  assert.notEqual(after, before);
  assert.equal((await ask("/all", after)).text, '["ann","1",null,null]');
  assert.equal((await ask("/all", before)).text, "[null,null,null,null]");
});

test("a session that is destroyed is gone, its cookie too, and a request that was under way brings nothing back", async (t) => {
  const { ask, memory, gates } = await serve(t);
  const sid = sidOf(await ask("/set/user/ann")) ?? "";
  const slow = ask("/slow/a", sid);
  while (!gates.has("a")) await new Promise(setImmediate);
  assert.equal(sidOf(await ask("/logout", sid)), "");
  gates.get("a")?.();
  assert.equal(sidOf(await slow), "");
  assert.equal((await ask("/read", sid)).text, "null");
  assert.equal(memory.size, 0);
});

test("two requests of one session at the same time lose nothing of each other", async (t) => {
  const { ask, gates } = await serve(t);
  const sid = sidOf(await ask("/set/user/ann")) ?? "";
  const both = [ask("/slow/a", sid), ask("/slow/b", sid)];
  while (gates.size < 2) await new Promise(setImmediate);
  for (const open of gates.values()) open();
  await Promise.all(both);
  assert.equal((await ask("/all", sid)).text, '["ann","slow","slow",null]');
  await Promise.all(Array.from({ length: 12 }, () => ask("/count", sid)));
  assert.equal((await ask("/all", sid)).text, '["ann","slow","slow",12]');
});

test("within a request a value is what was last made of it, by set, delete or update", async (t) => {
  const router = new ray.Router().hooks(sessions({ storage: new MemoryStorage() })).get("/", async (c) => {
    const own = await session(c);
    const plus = (n = 0) => n + 1;
    const told: unknown[] = [own.get("n") ?? null, await own.update<number>("n", plus), own.get("n")];
    own.set("n", 10);
    told.push(await own.update<number>("n", plus), own.get("n"));
    own.delete("n");
    told.push(await own.update<number>("n", plus), own.get("n"));
    return c.json(told);
  });
  const server = await startHttpServer(t, router);
  const first = await server.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.equal(first.text, "[null,1,1,11,11,1,1]");
  const second = await server.ask(`GET / HTTP/1.1\r\nHost: x\r\nCookie: sid=${sidOf(first)}\r\n\r\n`);
  assert.equal(second.text, "[1,2,2,11,11,1,1]");
});

test("the hook may stand on a router and on a group in it: there is one session, one write and one cookie", async (t) => {
  const { storage, calls } = noted(new MemoryStorage());
  const hook = sessions({ storage });
  const router = new ray.Router().hooks(hook);
  router
    .group("/in")
    .hooks(hook, sessions({ storage, name: "other" }))
    .get("/", async (c) => {
      (await session(c)).set("a", 1);
      return c.string("");
    });
  const server = await startHttpServer(t, router);
  const answer = await server.ask("GET /in HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.match(sidOf(answer) ?? "", /^[\w-]{22}$/);
  assert.deepEqual(calls, ["create"]);
});

test("a word for the next request is heard once", async (t) => {
  const { ask } = await serve(t);
  const sid = sidOf(await ask("/flash")) ?? "";
  assert.equal((await ask("/note", sid)).text, '"saved"');
  assert.equal((await ask("/note", sid)).text, "null");
});

test("use keeps a session alive, with one write for a quarter of its time; silence ends it, and so does its age", async (t) => {
  const { ask, calls, pass } = await serve(t, { idleMs: 60 * MINUTE, maxMs: 150 * MINUTE });
  const sid = sidOf(await ask("/set/user/ann")) ?? "";
  calls.length = 0;
  pass(14 * MINUTE);
  await ask("/read", sid);
  assert.deepEqual(calls, ["read"]);
  pass(2 * MINUTE);
  await ask("/read", sid);
  assert.deepEqual(calls, ["read", "read", "update"]);
  pass(50 * MINUTE);
  assert.equal((await ask("/read", sid)).text, '"ann"');
  pass(50 * MINUTE);
  assert.equal((await ask("/read", sid)).text, '"ann"');
  pass(40 * MINUTE);
  assert.equal((await ask("/read", sid)).text, "null", "older than it may be");
  const idle = sidOf(await ask("/set/user/bob")) ?? "";
  pass(61 * MINUTE);
  assert.equal((await ask("/read", idle)).text, "null", "silent for too long");
});

test("what was set is kept though the handler fails afterwards", async (t) => {
  const { ask } = await serve(t);
  const failed = await ask("/fail");
  assert.equal(failed.status, 418);
  assert.equal((await ask("/read", sidOf(failed))).text, '"kept"');
});

test("a storage that is gone is a 503 for who needs it, and nothing to the others", async (t) => {
  const gone = async () => {
    throw new ray.HttpError(503);
  };
  const storage = {
    read: gone,
    create: gone,
    update: gone,
    rename: gone,
    delete: gone,
  } as unknown as SessionStorage;
  const { ask } = await serve(t, { storage });
  assert.equal((await ask("/none", "AAAAAAAAAAAAAAAAAAAAAA")).status, 200);
  assert.equal((await ask("/read", "AAAAAAAAAAAAAAAAAAAAAA")).status, 503);
  assert.equal((await ask("/set/user/ann")).status, 503, "what could not be stored must not look stored");
});

const values: [
  why: string,
  use: (own: import("../../day5/src/session/index.ts").Session) => void,
  message: RegExp,
][] = [
  ["a function", (own) => own.set("a", () => {}), /a function cannot be kept/],
  ["nothing", (own) => own.set("a", undefined), /a undefined cannot be kept/],
  ["a name of ours", (own) => own.set("\0created", 1), /without a NUL/],
  ["no name", (own) => own.get(""), /name of a value/],
];
for (const [why, use, message] of values) {
  test(`${why} is refused with a sentence`, async (t) => {
    let told: unknown;
    const router = new ray.Router().hooks(sessions({ storage: new MemoryStorage() })).get("/", async (c) => {
      try {
        use(await session(c));
      } catch (error) {
        told = error;
      }
      return c.string("");
    });
    const server = await startHttpServer(t, router);
    await server.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assert.match(String(told), message);
  });
}

test("without the hook a session is an error that says what to do; options that cannot be stop the start", async () => {
  await assert.rejects(
    session({ state: { has: () => false } as never }),
    /put sessions\({ storage }\) into the hooks/,
  );
  const storage = new MemoryStorage();
  assert.throws(() => sessions({} as never), /needs a storage/);
  assert.throws(() => sessions({ storage, idleMs: 0 }), /idleMs must be/);
  assert.throws(() => sessions({ storage, maxMs: Number.NaN }), /maxMs must be/);
  assert.throws(() => sessions({ storage, name: "a b" }), /is not a cookie name/);
  assert.throws(() => sessions({ storage, cookie: { sameSite: "none" } }), /asks for secure/);
});
