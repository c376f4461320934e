/** The words of the page of speed, in both languages. */
import type { Lang } from "../make/pages.ts";

const en = {
  title: "How fast it is, as bars",
  lead: "Three tables of the page on performance, drawn from their own numbers. All of one picture were measured in the same run, in turn; the machine is shared, so what counts is how they compare. How it was measured, and what else there is:",
  whole: "Performance",
  head: {
    title: "Reading a head: one expression, and by hand",
    unit: "nanoseconds for one request head",
    caption:
      "Nanoseconds to read one request head, measured alone: shorter is better. In colour the course's parser, which is one regular expression; in grey its plain twin, which takes the same head apart with split and loops, and asks the same questions.",
    own: "expression",
    twin: "split and loops",
    small: "small head",
    browser: "browser's head",
  },
  router: {
    title: "Finding a route, beside other routers",
    unit: "nanoseconds for one look-up",
    caption:
      "Nanoseconds from method and path to the route and its params, in a set of twelve routes, with paths that are cut out of new request heads as in a server: shorter is better. In colour ray, day 5; all on Node 20.",
  },
  servers: {
    title: "Answering a browser, beside other servers",
    unit: "requests a second",
    caption:
      "Requests a second with the ten headers that a browser sends, one process on one core: longer is better. In colour ray, day 5; the floor is node:net with fixed bytes and no server at all; bun and nginx are not JavaScript on Node. All others on Node 20.",
  },
};

const zh: typeof en = {
  title: "有多快，画成条形",
  lead: "性能那一页的三张表，按表中的数字画出。同一幅图里的都在同一次运行中轮流测得；机器是共用的，所以要看的是它们之间的比例。怎么测的、还有些什么：",
  whole: "性能（英文）",
  head: {
    title: "读一个头部：一个表达式，与手工拆分",
    unit: "读一个请求头部的纳秒数",
    caption:
      "读一个请求头部要多少纳秒，单独测量：越短越好。彩色的是课程的解析器，一个正则表达式；灰色的是它朴素的孪生，用 split 和循环拆开同一个头部，问同样的问题。",
    own: "表达式",
    twin: "split 和循环",
    small: "小的头部",
    browser: "浏览器的头部",
  },
  router: {
    title: "找一条路由，与别的路由器相比",
    unit: "查找一次的纳秒数",
    caption:
      "从方法和路径到路由及其参数要多少纳秒，共十二条路由，路径像在服务器里那样从新的请求头部切出：越短越好。彩色的是 ray，第 5 天；都在 Node 20 上。",
  },
  servers: {
    title: "响应一个浏览器，与别的服务器相比",
    unit: "每秒请求数",
    caption:
      "每秒多少个请求，带着浏览器会发的十个头部字段，一个进程在一个核上：越长越好。彩色的是 ray，第 5 天；floor 是只发固定字节的 node:net，根本没有服务器；bun 和 nginx 不是 Node 上的 JavaScript。其余都在 Node 20 上。",
  },
};

export type SpeedWords = typeof en;

export const speedWords = (lang: Lang): SpeedWords => (lang === "zh" ? zh : en);
