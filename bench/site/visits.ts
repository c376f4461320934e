/** What readers of the site ask for: every page of the course, each with the files that a first visit needs. */

import { readdirSync } from "node:fs";
import { IN_TURN, type Workload } from "../http/workloads.ts";

/** Styles and programs of a page. */
const SHARED = ["style.css", "site.js", "theme.js", "icon.svg"].map((name) => `/assets/${name}`);
/** What one reads; the pages of files and of differences lie beside it, and the appendices are files, too. */
const READ = /^((zh\/)?(day\d\/)?|reference\/)[\w-]+\.html$/;
const NOT_READ = /(^|\/)(given|print)\.html$/;

/** In an order of their own, the same for all servers: no page is asked for twice before all were. */
export function visits(built: string): string[] {
  const pages = readdirSync(built, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => READ.test(name) && !NOT_READ.test(name))
    .sort();
  // 7 has no factor in common with most counts; where it has, some pages come later, and all come.
  const stirred = [...Array(7).keys()].flatMap((start) => pages.filter((_, index) => index % 7 === start));
  return stirred.flatMap((page) => [`/${page}`, ...SHARED]);
}

/** `coding`: what the client decodes, as browsers write it. */
export function visitsWorkload(
  name: string,
  title: string,
  paths: readonly string[],
  coding: string,
): Workload {
  const lua = `
local paths = { ${paths.map((path) => JSON.stringify(path)).join(", ")} }
local requests, at = {}, 0
init = function()
  for i, path in ipairs(paths) do
    requests[i] = wrk.format("GET", path, { ["Accept-Encoding"] = ${JSON.stringify(coding)} })
  end
end
${IN_TURN}
`;
  return { name, title, path: "/", connections: 64, lua, depth: 1 };
}
