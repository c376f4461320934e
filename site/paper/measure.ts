/**
 * `npm run site -- measure`: how soon each kind of page is there, in a Chromium four times slower than this machine, with
 * nothing in its cache. Called by main.ts. Times depend on the machine, so they are told and never tested; what the
 * bytes may be, the tests say.
 */
import type { Browser } from "playwright-core";

/** One of each kind, and the longest of some. */
export const KINDS: readonly (readonly [kind: string, path: string])[] = [
  ["front", "index.html"],
  ["chapter", "day4/index.html"],
  ["lesson", "day2/02-head.html"],
  ["long lesson", "day5/09-armour.html"],
  ["lesson, Chinese", "zh/day2/02-head.html"],
  ["given files", "day5/given.html"],
  ["reference", "reference/http1.html"],
  ["figures", "performance.html"],
  ["code", "code/day1/src/net/conn.ts.html"],
  ["differences", "diff/day1-day2/src/index.ts.html"],
  ["playground", "playground.html"],
  ["see: trie", "see/trie.html"],
  ["see: hooks", "see/hooks.html"],
];

interface Paints {
  /** First and largest contentful paint, in milliseconds since the page was asked for. */
  first: number;
  largest: number;
  /** What tasks last beyond 50 ms each, in sum: so long a page does not hear. */
  blocked: number;
}

export interface Measure extends Readonly<Paints> {
  readonly bytes: number;
  readonly requests: number;
  /** CPU time of the page's main thread, in milliseconds: what else the machine does is not in it. */
  readonly work: number;
}

const SLOWER = 4;
const ROUNDS = 5;

/** Prints a table; of several rounds the best of each figure, since whatever else runs makes them worse only. */
export async function measurePages(browser: Browser, base: string): Promise<void> {
  console.log(
    `${"page".padEnd(18)}${["kB", "requests", "first ms", "largest ms", "blocked ms", "work ms"].map((name) => name.padStart(12)).join("")}`,
  );
  for (const [kind, path] of KINDS) {
    const rounds: Measure[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measurePage(browser, `${base}/${path}`));
    const best = (name: keyof Measure) => Math.min(...rounds.map((one) => one[name]));
    const figures = [
      (best("bytes") / 1000).toFixed(1),
      best("requests"),
      ...(["first", "largest", "blocked", "work"] as const).map((name) => best(name).toFixed(0)),
    ];
    console.log(`${kind.padEnd(18)}${figures.map((figure) => String(figure).padStart(12)).join("")}`);
  }
}

/** In a context of its own: no cache, no storage. */
export async function measurePage(browser: Browser, address: string, slower = SLOWER): Promise<Measure> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const traffic = { bytes: 0, requests: 0 };
    session.on("Network.loadingFinished", ({ encodedDataLength }) => {
      traffic.bytes += encodedDataLength;
      traffic.requests += 1;
    });
    await session.send("Network.enable");
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
    await page.addInitScript(watch);
    await page.goto(address, { waitUntil: "load" });
    const paints = await page.evaluate(seen);
    const { metrics } = await session.send("Performance.getMetrics");
    const work = 1_000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0);
    return { ...traffic, ...paints, work };
  } finally {
    await context.close();
  }
}

/** In the page, before anything of it runs. No function in it has a name: tsx would call its own for it, outside. */
function watch(): void {
  const paints: Paints = { first: 0, largest: 0, blocked: 0 };
  Object.assign(globalThis, { paints });
  const kinds = ["paint", "largest-contentful-paint", "longtask"];
  for (const kind of kinds)
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        if (kind === "paint") paints.first ||= startTime;
        else if (kind === "longtask") paints.blocked += duration - 50;
        else paints.largest = startTime;
      }
    }).observe({ type: kind as "mark", buffered: true });
}

/** In the page, behind its load: what it saw, once it has nothing to do. */
async function seen(): Promise<Paints> {
  // Twice: what the load has begun is over then, and told.
  for (let time = 0; time < 2; time++)
    await new Promise<void>((resolve) => requestIdleCallback(() => resolve()));
  return (globalThis as unknown as { paints: Paints }).paints;
}
