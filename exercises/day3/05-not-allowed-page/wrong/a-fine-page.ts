/**
 * Misunderstanding: a page that could be made is a 200. Its status says what became of the request, and the request failed.
 * Killed by: "I4: it is a 405 with Allow, as a page and as JSON"
 */

import type { AppContext, Response } from "../../../../day3/src/index.ts";

export function notAllowedPage(c: AppContext): Response {
  const allow = (c.response.headers.get("allow") ?? "").split(", ");
  if (/\bapplication\/json\b/.test(c.req.headers.get("accept") ?? ""))
    return c.json({ error: "method not allowed", allow }, 200);
  const list = allow.map((method) => `<code>${escapeHtml(method)}</code>`).join(", ");
  // It has been decoded once by the router, or there would be no 405.
  const path = escapeHtml(decodeURIComponent(c.path));
  return c.html(`<!doctype html>\n<p>${escapeHtml(c.method)} is not for ${path}. You may try ${list}.</p>\n`);
}

const NAMES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text that stays text in a page. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (mark) => NAMES[mark] as string);
}
