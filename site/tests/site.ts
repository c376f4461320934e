/** The built site, served on a free port, and a browser in front of it, for the tests. */

import { dirname, join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { listen, type RunningServer } from "../../day5/src/index.ts";
import { buildOld } from "../make/build-old.ts";
import { findChromium, startChromium } from "../paper/paper.ts";
import { siteApp } from "../serve/app.ts";

export const site = dirname(dirname(fileURLToPath(import.meta.url)));
export const root = dirname(site);
export const built = join(site, ".build");

/** For the option `skip` of a test. */
export const noChromium = findChromium() === null ? "there is no Chromium on this machine" : false;

export interface Served {
  readonly base: string;
  readonly port: number;
}

/** Builds what is old, and serves it for as long as the file's tests run. */
export function serveSite(course = root): Served {
  const served = { base: "", port: 0 };
  let server: RunningServer | undefined;
  let close = async () => {};
  before(async () => {
    await buildOld(site);
    const made = siteApp({ root: course, built, port: () => served.port });
    close = made.close;
    server = await listen("127.0.0.1:0", made.app);
    served.port = "port" in server.address ? server.address.port : 0;
    served.base = `http://127.0.0.1:${served.port}`;
  });
  after(async () => {
    await close();
    await server?.shutdown({ deadlineMs: 1_000 });
  });
  return served;
}

export interface Window {
  /** A page of its own; what goes wrong on it is noted in `trouble`. */
  open(path: string, options?: Parameters<Browser["newPage"]>[0]): Promise<Page>;
  /** Errors and warnings of all pages, and requests that leave the machine. */
  readonly trouble: string[];
}

export function browserFor(served: Served): Window {
  let browser: Browser | undefined;
  const trouble: string[] = [];
  before(async () => {
    const path = findChromium();
    if (path !== null) browser = await startChromium(path);
  });
  after(async () => browser?.close());
  return {
    trouble,
    async open(path, options = {}) {
      if (browser === undefined) throw new Error("there is no Chromium");
      const page = await browser.newPage(options);
      page.on("console", (said) => {
        if (said.type() === "error" || said.type() === "warning")
          trouble.push(`${path}: ${said.text()} ${said.location().url}`);
      });
      page.on("pageerror", (error) => trouble.push(`${path}: ${error.message}`));
      page.on("request", (request) => {
        if (!request.url().startsWith(served.base)) trouble.push(`${path} asks for ${request.url()}`);
      });
      await page.goto(`${served.base}/${path}`, { waitUntil: "load" });
      return page;
    },
  };
}
