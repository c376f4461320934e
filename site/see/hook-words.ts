/** The words of the page of hooks, in both languages. */
import type { Lang } from "../make/pages.ts";
import type { HookEvent } from "./hook-picture.ts";

const en = {
  title: "The hooks around each route",
  lead: "An app with hooks of all kinds was asked for each of its routes, and each hook wrote down when it ran: from the outside in on the way to the handler, and from the inside out on the way back. The order in which they were declared inside of a router does not matter (",
  day: "day 5",
  close: ").",
  caption: (title: string) =>
    `${title}. A shell is a hook. At its upper left it is passed on the way in, at its upper right stands what it did on the way back: “not asked” where an error went past it. In the middle is the handler; red where none ran.`,
  words: "In words",
  asks: {
    "/user": "GET /user",
    "/admin/hello": "GET /admin/hello",
    "/admin/secret": "GET /admin/secret, which its hook refuses",
    "/admin/broken": "GET /admin/broken, whose handler throws",
    "/nowhere": "GET /nowhere, which is no route",
  },
  handler: "handler",
  noHandler: "no handler",
  notAsked: "not asked",
  does: { in: "in", out: "out", error: "sees the error" },
  tell: ({ who, does }: HookEvent, what: string) => (does === "runs" ? "handler" : `${who}: ${what}`),
  status: (status: number) => `the client gets ${status}`,
};

const zh: typeof en = {
  title: "每条路由外面的钩子",
  lead: "一个有各种钩子的应用，每条路由都被问了一次，每个钩子在运行时记下一笔：去处理函数的路上从外到里，回来的路上从里到外。在同一个路由器里，声明的先后无关紧要（",
  day: "第 5 天",
  close: "）。",
  caption: (title) =>
    `${title}。一层壳是一个钩子。左上角是进去时经过它，右上角是回来时它做了什么；“没有问到”表示错误从它旁边过去了。中间是处理函数；红色表示没有处理函数运行。`,
  words: "用文字说",
  asks: {
    "/user": "GET /user",
    "/admin/hello": "GET /admin/hello",
    "/admin/secret": "GET /admin/secret，被它的钩子拒绝",
    "/admin/broken": "GET /admin/broken，处理函数抛出错误",
    "/nowhere": "GET /nowhere，没有这条路由",
  },
  handler: "处理函数",
  noHandler: "没有处理函数",
  notAsked: "没有问到",
  does: { in: "进", out: "出", error: "看到错误" },
  tell: ({ who, does }, what) => (does === "runs" ? "处理函数" : `${who}：${what}`),
  status: (status) => `客户端得到 ${status}`,
};

export type HookWords = typeof en;

export const hookWords = (lang: Lang): HookWords => (lang === "zh" ? zh : en);

/** What ran, in order, and what came of it. */
export function tellHooks(events: readonly HookEvent[], status: number, words: HookWords): string[] {
  const told = events.map((event) => words.tell(event, event.does === "runs" ? "" : words.does[event.does]));
  return [...told, words.status(status)];
}
