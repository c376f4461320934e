/**
 * The hooks around each route of an app: every route is asked once, and what ran is drawn as shells around the handler.
 * Called by see-pages.ts.
 */
import { type AppContext, around, type Hook, HttpError, Router } from "../../day5/src/index.ts";
import { inject } from "../../day5/src/testing.ts";
import { box, svg, text } from "./svg.ts";

const SHELL = 26;
const CORE = 150;

export interface HookPicture {
  readonly title: string;
  readonly svg: string;
  readonly told: readonly string[];
}

export async function hookPicture(): Promise<HookPicture[]> {
  const lines: string[] = [];
  const app = appOf(lines);
  const pictures: HookPicture[] = [];
  for (const [title, path] of [
    ["GET /user", "/user"],
    ["GET /admin/hello", "/admin/hello"],
    ["GET /admin/secret, which its hook refuses", "/admin/secret"],
    ["GET /admin/broken, whose handler throws", "/admin/broken"],
    ["GET /nowhere, which is no route", "/nowhere"],
  ] as const) {
    lines.length = 0;
    const { status } = await inject(app, path);
    const told = [...lines, `the client gets ${status}`];
    pictures.push({ title, told, svg: draw(title, told) });
  }
  return pictures;
}

/** Hooks of every place that there is, declared in an order that does not matter. */
function appOf(lines: string[]): Router {
  const hook = (name: string, then?: (c: AppContext) => unknown): Hook => ({
    onRequest(c) {
      lines.push(`${name}: in`);
      return then?.(c) as undefined;
    },
    onResponse: () => void lines.push(`${name}: out`),
    onError: () => void lines.push(`${name}: sees the error`),
  });
  const handler = (text: string) => (c: AppContext) => {
    lines.push("handler");
    return c.string(text);
  };
  const app = new Router().get("/user", handler("user"));
  const admin = app.group("/admin");
  admin.get("/hello", handler("hello"));
  admin.get("/secret", handler("secret"));
  admin.get("/broken", () => {
    lines.push("handler");
    throw new HttpError(500);
  });
  admin.addHooks("GET", "/hello", hook("route"));
  admin.addHooks(
    "GET",
    "/secret",
    hook("route", (c) => c.string("no", 403)),
  );
  admin.hooks(hook("group"));
  app.hooks(
    hook("global"),
    around(async (_c, next) => {
      lines.push("around: in");
      const response = await next();
      lines.push("around: out");
      return response;
    }),
  );
  return app;
}

function draw(title: string, told: readonly string[]): string {
  const shells = [...new Set(told.filter((one) => one.endsWith(": in")).map((one) => one.slice(0, -4)))];
  const hasHandler = told.includes("handler");
  const depth = shells.length + 1;
  const [width, height] = [CORE + 2 * depth * (SHELL + 44), 40 + 2 * depth * SHELL + 24];
  const parts = shells.flatMap((name, index) => {
    const inset = 8 + index * (SHELL + 38);
    const top = 8 + index * SHELL;
    const shell = box(inset, top, width - 2 * inset, height - 2 * top, "shell");
    const [back = ""] = told.filter((one) => one.startsWith(`${name}: `) && !one.endsWith(": in"));
    return [
      shell,
      text(inset + 8, top + 17, `→ ${name}`, "small"),
      text(width - inset - 8, top + 17, `${back.split(": ")[1] ?? "not asked"} →`, "small", "end"),
    ];
  });
  const core = [
    box(width / 2 - CORE / 2, height / 2 - 16, CORE, 32, hasHandler ? "box end" : "box dead"),
    text(width / 2, height / 2 + 5, hasHandler ? "handler" : "no handler", "label", "middle"),
  ];
  return svg({ width, height, title, description: told.join("; "), parts: [...parts, ...core] });
}
