/** What other frameworks were told in 2025 and 2026 of who gets in, and that it is not so here. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { inject, load, ray } from "../support/stage.ts";

const { bearerAuth, cors, csrf, rateLimit } =
  await load<typeof import("../../day5/src/middleware/index.ts")>("middleware/index.ts");
const { CookieSigner } = await load<typeof import("../../day5/src/cookie/index.ts")>("cookie/index.ts");

for (const [field, status] of [
  ["Bearer good", 200],
  ["bearer good", 200],
  ["Bearer  good", 200],
  ["Bearerx good", 401],
  ["xBearer good", 401],
  ["Basic good", 401],
  ["Token good", 401],
  ["good", 401],
  ["Bearer", 401],
  ["Bearer good extra", 401],
  ["Bearer, good", 401],
  ["Bearer\tgood", 401],
  ["Basic x, Bearer good", 401],
] as const) {
  test(`CVE-2026-47673: the whole scheme is compared: "${field}" is ${status}`, async () => {
    const app = new ray.Router().hooks(bearerAuth({ tokens: ["good"] })).get("/", () => "in");
    assert.equal((await ray.inject(app, "/", { headers: { authorization: field } })).status, status);
  });
}

test("CVE-2026-22817: what is signed cannot say how: no signature, another hash, another key or another name counts", async () => {
  const { createHmac, createHash } = await import("node:crypto");
  const key = "k".repeat(32);
  const signer = new CookieSigner([key]);
  const good = signer.sign("user", "7");
  assert.equal(signer.unsign("user", good), "7");
  const forged = [
    "7",
    "7.",
    "7.none",
    `7.${"A".repeat(43)}`,
    `7.${createHash("sha256").update("user=7").digest("base64url")}`,
    `7.${createHmac("sha1", key).update("user=7").digest("base64url")}`,
    `7.${createHmac("sha512", key).update("user=7").digest("base64url").slice(0, 43)}`,
    `7.${createHmac("sha256", "").update("user=7").digest("base64url")}`,
    `8${good.slice(1)}`,
    `${good}=`,
  ];
  for (const text of forged) assert.equal(signer.unsign("user", text), null, text);
  assert.equal(signer.unsign("admin", good), null);
});

/** Who asks, as a server says that trusts `proxies`: by X-Forwarded-For, since every test comes from 127.0.0.1. */
async function addressThrough(proxies: readonly string[], chain: string) {
  const told: unknown[] = [];
  const { TrustedProxies } = await load<typeof import("../../day5/src/endpoint/trusted-proxies.ts")>(
    "endpoint/trusted-proxies.ts",
  );
  const origins = new TrustedProxies(proxies);
  await inject((c) => void told.push(origins.originOf(c.req).remoteAddress), "/", {
    headers: { "x-forwarded-for": chain },
  });
  return (told[0] as { host: string }).host;
}

for (const [network, proxy, isTrusted] of [
  ["10.0.0.0/8", "10.1.2.3", true],
  ["10.0.0.0/8", "::ffff:10.1.2.3", true],
  ["10.0.0.0/8", "::ffff:a01:203", true],
  ["10.0.0.0/8", "::FFFF:0A01:0203", true],
  ["10.0.0.0/8", "0:0:0:0:0:ffff:10.1.2.3", true],
  ["10.0.0.0/8", "::ffff:11.1.2.3", false],
  ["10.0.0.0/8", "::10.1.2.3", false],
  ["10.0.0.0/8", "010.1.2.3", false],
  ["10.0.0.0/8", "10.1", false],
  ["10.0.0.0/8", "0x0a.1.2.3", false],
  ["10.0.0.0/8", "167838211", false],
  ["2001:db8::/32", "2001:DB8:0:0::1", true],
  ["2001:db8::/32", "2001:0db8:0000:0000:0000:0000:0000:0001", true],
  ["2001:db8::/32", "2001:db9::1", false],
] as const) {
  test(`CVE-2026-47674, GHSA-r354-f388-2fhh: ${proxy} is ${isTrusted ? "" : "not "}in ${network}, in every form`, async () => {
    // The peer of `inject` is a Unix socket, which is trusted; so the last entry is the one that is judged.
    const client = await addressThrough([network], `192.0.2.9, ${proxy}`);
    if (isTrusted) assert.equal(client, "192.0.2.9");
    else assert.notEqual(client, "192.0.2.9");
  });
}

test("CVE-2026-47674: one client in many spellings has one count, and its household too", async (t) => {
  const spellings = [
    ["2001:db8:1:2::1", "2001:0db8:0001:0002:0:0:0:1", "2001:DB8:1:2:ffff::9"],
    ["192.0.2.7", "::ffff:192.0.2.7", "::ffff:c000:207", "::FFFF:C000:0207"],
  ];
  for (const same of spellings) {
    const app = new ray.Router()
      .hooks(rateLimit({ requests: same.length - 1, windowMs: 60_000 }))
      .get("/", () => "");
    const server = await startHttpServer(t, app, { trustProxy: ["127.0.0.1"] });
    const statuses: number[] = [];
    for (const address of same)
      statuses.push((await server.ask(request("GET /", { "X-Forwarded-For": address }))).status);
    assert.deepEqual(statuses, [...same.slice(1).map(() => 200), 429], same.join(" "));
  }
});

for (const origin of ["https://good.example", "https://bad.example", null]) {
  test(`GHSA-q7jf-gf43-6x6p: the answer to ${origin ?? "no site"} says that it depends on the site, errors and preflights too`, async () => {
    const app = new ray.Router()
      .hooks(cors({ origin: ["https://good.example"], credentials: true }))
      .get("/", () => "");
    const headers: Record<string, string> = origin === null ? {} : { origin };
    for (const [method, path] of [
      ["GET", "/"],
      ["GET", "/nothing"],
      ["OPTIONS", "/"],
    ] as const) {
      const preflight: Record<string, string> =
        method === "OPTIONS" ? { "access-control-request-method": "GET" } : {};
      const answer = await ray.inject(app, path, { method, headers: { ...headers, ...preflight } });
      assert.match(answer.headers.get("vary") ?? "", /(?:^|, )origin\b/, `${method} ${path}`);
      const allowed = answer.headers.get("access-control-allow-origin");
      assert.equal(allowed, origin === "https://good.example" ? origin : null);
    }
  });
}

for (const type of [
  null,
  "",
  "text/plain",
  "application/json",
  "multipart/form-data; boundary=x",
  "TEXT/PLAIN",
  "x",
]) {
  test(`GHSA-2234-fmw7-43wr: another site's POST is refused whatever its type says: ${JSON.stringify(type)}`, async () => {
    const app = new ray.Router().hooks(csrf()).post("/", () => "changed");
    const base: Record<string, string> = type === null ? {} : { "content-type": type };
    for (const from of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site", origin: "https://test" },
    ])
      assert.equal(
        (await ray.inject(app, "/", { method: "POST", headers: { ...base, ...from } })).status,
        403,
      );
  });
}
