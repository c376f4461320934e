/**
 * A real Chromium for tests of pages: that of the system, without a window, one for all tests of a file. Where there is
 * none, the tests that need it are skipped, and say so.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** CHROMIUM names one that is not in the path; then no other will do. */
function findChromium(): string | null {
  const named = process.env.CHROMIUM;
  if (named !== undefined) return existsSync(named) ? named : null;
  const folders = (process.env.PATH ?? "").split(process.platform === "win32" ? ";" : ":");
  const files = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return files.find((file) => existsSync(file)) ?? null;
}

const program = findChromium();

/** For the `skip` of a test: why it cannot run here, or false. */
export const noChromium: string | false =
  program === null
    ? "there is no Chromium on this machine (Debian: apt-get install chromium, or set CHROMIUM)"
    : false;

export interface Visitor {
  readonly page: Page;
  /** What went wrong on the page, and what it asked of other machines. Nothing is what a test wants to see. */
  readonly trouble: string[];
}

export interface VisitorOptions {
  /** Takes a certificate that no one has signed, such as that of a test. */
  readonly anyCertificate?: boolean;
}

/** To be called in a `describe`, whose end is the end of the browser; it starts with the first visitor. */
export function visitors({ anyCertificate = false }: VisitorOptions = {}): (url: string) => Promise<Visitor> {
  let started: Promise<Browser> | null = null;
  after(async () => (await started)?.close());
  return async (url) => {
    // Chromium's own sandbox needs rights that root in a container does not have. It sees pages of this course only.
    started ??= chromium.launch({
      executablePath: program ?? "chromium",
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    });
    // Cookies of their own, and no memory of the others'.
    const page = await (await (await started).newContext({ ignoreHTTPSErrors: anyCertificate })).newPage();
    page.setDefaultTimeout(60_000);
    const trouble: string[] = [];
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("console", (said) => {
      if (said.type() === "error" || said.type() === "warning") trouble.push(said.text());
    });
    page.on("request", (request) => {
      if (new URL(request.url()).hostname !== "127.0.0.1") trouble.push(`asks for ${request.url()}`);
    });
    await page.goto(url);
    return { page, trouble };
  };
}
