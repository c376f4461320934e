/** Where a request came from, behind proxies: whose word is taken, and what is done with a lie. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrustProxy } from "../../day5/src/index.ts";
import type { TcpAddress } from "../../day5/src/net.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { scheme } from "../support/http-version.ts";
import { RawClient } from "../support/raw-client.ts";
import { load, ray } from "../support/stage.ts";

const { TrustedProxies } = await load<typeof import("../../day5/src/endpoint/trusted-proxies.ts")>(
  "endpoint/trusted-proxies.ts",
);

type Fields = Readonly<Record<string, string>>;

/** What a handler sees of a request with these fields: "address:port scheme host". The peer is 127.0.0.1. */
async function seen(t: Parameters<typeof startHttpServer>[0], trustProxy: TrustProxy | null, fields: Fields) {
  const { ask } = await startHttpServer(
    t,
    (c) => {
      const address = c.remoteAddress;
      const port =
        "port" in address && address.host === "127.0.0.1" ? "peer" : "port" in address && address.port;
      return `${"host" in address && address.host} ${port} ${c.scheme} ${c.host}`;
    },
    trustProxy === null ? {} : { trustProxy },
  );
  return (await ask(request("GET /", fields))).text;
}

const PEER = "127.0.0.1 peer http test";
const X = "X-Forwarded-For";
const chain = { [X]: "6.6.6.6, 203.0.113.9, 10.0.0.2", "X-Forwarded-Proto": "https" };
const forwarded = (value: string): Fields => ({ Forwarded: value });
const rfc = { proxies: 1, header: "forwarded" } as const;
const rfc2 = { proxies: 2, header: "forwarded" } as const;
const networks = ["127.0.0.0/8", "10.0.0.0/8", "2001:db8::/32"];

const cases: readonly (readonly [string, TrustProxy | null, Fields, string])[] = [
  ["by default nobody is believed", null, chain, PEER],
  ["nor with 0 proxies", 0, chain, PEER],
  ["without a header there is only the peer", 1, {}, PEER],
  ["1 proxy: the last entry is what it saw", 1, chain, "10.0.0.2 0 https test"],
  ["2 proxies: the one before", 2, chain, "203.0.113.9 0 https test"],
  ["more proxies than entries: the first", 9, chain, "6.6.6.6 0 https test"],
  ["networks: the last that is in none of them", networks, chain, "203.0.113.9 0 https test"],
  ["a peer in none of the networks is not believed", ["10.0.0.0/8"], chain, PEER],
  ["a single address is a network of one", ["127.0.0.1"], chain, "10.0.0.2 0 https test"],
  ["IPv6, bare", 1, { [X]: "2001:db8::7" }, "2001:db8::7 0 http test"],
  ["IPv6 with port", 1, { [X]: "[2001:db8::7]:99" }, "2001:db8::7 99 http test"],
  ["IPv4 with port", 1, { [X]: "192.0.2.1:443" }, "192.0.2.1 443 http test"],
  ["a name is no address", 1, { [X]: "unknown" }, PEER],
  [
    "an address that is none stops the search",
    networks,
    { [X]: "1.2.3.4, 999.1.1.1, 10.0.0.3" },
    "10.0.0.3 0 http test",
  ],
  [
    "scheme and host without an address",
    1,
    { "X-Forwarded-Proto": "HTTPS", "X-Forwarded-Host": "a.example:8443" },
    "127.0.0.1 peer https a.example:8443",
  ],
  [
    "a list of schemes goes with the list of addresses",
    1,
    { [X]: "1.1.1.1, 2.2.2.2", "X-Forwarded-Proto": "http, https" },
    "2.2.2.2 0 https test",
  ],
  [
    "a scheme and a host that are none are passed over",
    1,
    { [X]: "1.1.1.1", "X-Forwarded-Proto": "gopher", "X-Forwarded-Host": "a b" },
    "1.1.1.1 0 http test",
  ],
  ["Forwarded is not read unless asked for", 1, forwarded("for=1.1.1.1"), PEER],
  ["X-Forwarded is not read where Forwarded is", rfc, chain, PEER],
  [
    "RFC 7239",
    rfc,
    forwarded("for=192.0.2.60;proto=https;by=203.0.113.43;Host=b.example"),
    "192.0.2.60 0 https b.example",
  ],
  [
    "RFC 7239, quoted and in two elements",
    rfc2,
    forwarded('For="[2001:db8:cafe::17]:4711", for=10.0.0.1'),
    "2001:db8:cafe::17 4711 http test",
  ],
  ["RFC 7239, an escaped character", rfc, forwarded('for="1.1.1.\\1"'), "1.1.1.1 0 http test"],
  [
    "RFC 7239, obfuscated names are nobody",
    rfc2,
    forwarded("for=1.1.1.1, for=_hidden;proto=https"),
    "127.0.0.1 peer https test",
  ],
  ["RFC 7239, malformed: all of it is ignored", rfc2, forwarded("for=1.1.1.1, for=[::1]"), PEER],
  ["RFC 7239, not closed: all of it is ignored", rfc, forwarded('for="1.1.1.1'), PEER],
];

for (const [what, trust, fields, expected] of cases) {
  test(`trustProxy: ${what}`, async (t) => {
    // Where no header says the scheme, it is that of the connection.
    assert.equal(await seen(t, trust, fields), expected.replace(/ http test$/, ` ${scheme} test`));
  });
}

test("trustProxy: what is neither a number nor a network is refused at the start, by name", async () => {
  for (const [trust, name] of [
    [-1, /-1 is not a number of proxies/],
    [1.5, /1.5 is not a number of proxies/],
    [["10.0.0.0/33"], /"10.0.0.0\/33" is not a network/],
    [["10.0.0.0/"], /is not a network/],
    [["example.com"], /"example.com" is not a network/],
    [["::1/129"], /is not a network/],
  ] as const) {
    assert.throws(() => new TrustedProxies(trust), { name: "TypeError", message: name });
  }
});

test("a proxy on a Unix socket is trusted like one next door", () => {
  const request = {
    peer: { remoteAddress: { path: "/run/app.sock" }, scheme: "unix" },
    headers: new ray.Headers({ [X]: "192.0.2.1" }),
  };
  const { remoteAddress } = new TrustedProxies(["10.0.0.0/8"]).originOf(request as never);
  assert.deepEqual(remoteAddress, { host: "192.0.2.1", port: 0 });
});

test("a hostile Forwarded field costs linear time", () => {
  const proxies = new TrustedProxies(rfc);
  const peer = { remoteAddress: { host: "127.0.0.1", port: 1 }, scheme: "tcp" };
  /** The best of several: what else the machine does is not the question. */
  const took = (length: number) => {
    const headers = new ray.Headers({ forwarded: `for="${"\\a".repeat(length)}` });
    const times = Array.from({ length: 10 }, () => {
      const begin = performance.now();
      for (let n = 0; n < 10; n += 1) proxies.originOf({ peer, headers } as never);
      return performance.now() - begin;
    });
    return Math.min(...times);
  };
  took(8_000);
  assert.ok(
    took(64_000) < 40 * Math.max(1, took(4_000)),
    "16 times the length costs much more than 16 times",
  );
});

test("what cannot say whom to trust is refused at the start, and nothing is bound", async () => {
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [true, /^trustProxy must be a number of proxies or a list of networks, not boolean$/],
    [null, /^trustProxy must be a number of proxies or a list of networks, not object$/],
    ["10.0.0.0/8", /^trustProxy must be a number of proxies or a list of networks, not "10\.0\.0\.0\/8"$/],
    [[1], /^trustProxy must be a number of proxies or a list of networks, not object$/],
    [Number.NaN, /^trustProxy: NaN is not a number of proxies/],
    [
      { proxies: 1, header: "Forwarded" },
      /^trustProxy\.header must be "forwarded" or "x-forwarded", not "Forwarded"$/,
    ],
    [["nowhere"], /^trustProxy: "nowhere" is not a network/],
  ];
  for (const [trustProxy, message] of wrong) {
    const listener = await ray.TcpListener.bind("127.0.0.1:0");
    const options = { trustProxy } as never;
    await assert.rejects(
      ray.listen(listener, () => "", options),
      { name: "TypeError", message },
    );
    await assert.rejects(RawClient.connect(listener.address as TcpAddress), { code: "ECONNREFUSED" });
  }
});
