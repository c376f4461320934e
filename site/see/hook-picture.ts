/**
 * The hooks around each route of an app: every route is asked once, and what ran is drawn as shells around the handler.
 * Called by hook-page.ts.
 */
import { type AppContext, around, type Hook, HttpError, Router } from "../../day5/src/index.ts";
import { inject } from "../../day5/src/testing.ts";
import { type HookWords, tellHooks } from "./hook-words.ts";
import { box, svg, text } from "./svg.ts";

const SHELL = 26;
const CORE = 150;
const PATHS = ["/user", "/admin/hello", "/admin/secret", "/admin/broken", "/nowhere"] as const;

/** `runs`: the handler. */
export interface HookEvent {
  readonly who: string;
  readonly does: "in" | "out" | "error" | "runs";
}

export interface AskedRoute {
  readonly path: (typeof PATHS)[number];
  readonly events: readonly HookEvent[];
  readonly status: number;
}

export async function askRoutes(): Promise<AskedRoute[]> {
  const events: HookEvent[] = [];
  const app = appOf((who, does) => void events.push({ who, does }));
  const asked: AskedRoute[] = [];
  for (const path of PATHS) {
    const { status } = await inject(app, path);
    asked.push({ path, status, events: events.splice(0) });
  }
  return asked;
}

/** Hooks of every place that there is, declared in an order that does not matter. */
function appOf(note: (who: string, does: HookEvent["does"]) => void): Router {
  const hook = (name: string, then?: (c: AppContext) => unknown): Hook => ({
    onRequest(c) {
      note(name, "in");
      return then?.(c) as undefined;
    },
    onResponse: () => note(name, "out"),
    onError: () => note(name, "error"),
  });
  const handler = (text: string) => (c: AppContext) => {
    note("handler", "runs");
    return c.string(text);
  };
  const app = new Router().get("/user", handler("user"));
  const admin = app.group("/admin");
  admin.get("/hello", handler("hello"));
  admin.get("/secret", handler("secret"));
  admin.get("/broken", () => {
    note("handler", "runs");
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
      note("around", "in");
      const response = await next();
      note("around", "out");
      return response;
    }),
  );
  return app;
}

export function drawHooks({ path, events, status }: AskedRoute, words: HookWords): string {
  const shells = events.filter(({ does }) => does === "in").map(({ who }) => who);
  const hasHandler = events.some(({ does }) => does === "runs");
  const depth = shells.length + 1;
  const [width, height] = [CORE + 2 * depth * (SHELL + 44), 40 + 2 * depth * SHELL + 24];
  const parts = shells.flatMap((name, index) => {
    const inset = 8 + index * (SHELL + 38);
    const top = 8 + index * SHELL;
    const shell = box(inset, top, width - 2 * inset, height - 2 * top, "shell");
    const back = events.find(({ who, does }) => who === name && (does === "out" || does === "error"));
    const did = back === undefined || back.does === "runs" ? words.notAsked : words.does[back.does];
    return [
      shell,
      text(inset + 8, top + 17, `→ ${name}`, "small"),
      text(width - inset - 8, top + 17, `${did} →`, "small", "end"),
    ];
  });
  const core = [
    box(width / 2 - CORE / 2, height / 2 - 16, CORE, 32, hasHandler ? "box end" : "box dead"),
    text(width / 2, height / 2 + 5, hasHandler ? words.handler : words.noHandler, "label", "middle"),
  ];
  const description = tellHooks(events, status, words).join("; ");
  return svg({ width, height, title: words.asks[path], description, parts: [...parts, ...core] });
}
