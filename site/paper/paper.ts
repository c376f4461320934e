/** `npm run site -- shots`, `-- pdf` and `-- measure`: the site through a real Chromium. Called by main.ts. */
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { listen } from "../../day5/src/index.ts";
import { siteApp } from "../serve/app.ts";
import { measurePages } from "./measure.ts";

export const NO_CHROMIUM =
  "There is no Chromium here: install it (apt-get install chromium), or name it with CHROMIUM=…";

/** Where Debian, Ubuntu, Fedora, macOS have theirs. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Null where there is none. One that is named is the one: no other stands in for it. */
export function findChromium({ CHROMIUM = "" } = process.env): string | null {
  const places = CHROMIUM === "" ? PLACES : [CHROMIUM];
  return places.find((path) => existsSync(path)) ?? null;
}

export async function startChromium(executablePath: string): Promise<Browser> {
  // As root, as in a container, its own sandbox cannot be made; it sees our pages only. And /dev/shm may be small there.
  const args = ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  return chromium.launch({ executablePath, args });
}

/** The six that show what the site is. */
const SHOTS: readonly (readonly [name: string, path: string])[] = [
  ["contents", "index.html"],
  ["chapter", "day4/index.html"],
  ["lesson", "day2/02-head.html"],
  ["playground", "playground.html"],
  ["pictures", "see/trie.html"],
  ["diffs", "diffs.html"],
];

export async function shots(site: string, target = join(site, ".shots")): Promise<number> {
  const folder = resolve(target);
  mkdirSync(folder, { recursive: true });
  return withBrowser(site, async (browser, base) => {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [360, 1440]) {
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
        for (const [name, path] of SHOTS) {
          await page.goto(`${base}/${path}`, { waitUntil: "networkidle" });
          await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
        }
        await page.close();
      }
    }
    console.log(`${SHOTS.length} pages, narrow and wide, light and dark: ${folder}`);
  });
}

export async function pdf(site: string, target = join(site, ".build", "ray.pdf")): Promise<number> {
  const path = resolve(target);
  return withBrowser(site, async (browser, base) => {
    const page = await browser.newPage();
    await page.goto(`${base}/print.html`, { waitUntil: "networkidle" });
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    await page.pdf({ path, tagged: true, outline: true, preferCSSPageSize: true, format: "A4" });
    console.log(path);
  });
}

/** `npm run site -- measure`. */
export const measure = (site: string): Promise<number> => withBrowser(site, measurePages);

async function withBrowser(
  site: string,
  act: (browser: Browser, base: string) => Promise<void>,
): Promise<number> {
  const path = findChromium();
  if (path === null) {
    console.error(NO_CHROMIUM);
    return 3;
  }
  let port = 0;
  const { app, close } = siteApp({ root: dirname(site), built: join(site, ".build"), port: () => port });
  const server = await listen("127.0.0.1:0", app);
  port = "port" in server.address ? server.address.port : 0;
  const browser = await startChromium(path);
  try {
    await act(browser, `http://127.0.0.1:${port}`);
  } finally {
    await browser.close();
    await close();
    await server.shutdown({ deadlineMs: 1_000 });
  }
  return 0;
}
