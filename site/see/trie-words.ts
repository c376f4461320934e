/** The words of the page of the trie, in both languages. Read in the build and in the page. */
import type { Lang } from "../make/pages.ts";

const en = {
  title: "The trie, and a walk through it",
  lead: "Routes share a node for each segment that they have in common. A request walks from the left to the right: static text first, then a name, then the rest; and where a way leads nowhere, back to the last fork. The nodes are those of day 5's router, which write down when they are asked (",
  lesson: "lesson 3.3",
  close: ").",
  method: "Method",
  path: "Path",
  walk: "Walk",
  step: "One step",
  trie: "The trie",
  caption:
    "Each box is a node: a piece of a path, “:” for any piece, “*” for all that is left. Beside a box stand the routes that end there. Green is the way that is open, red was a dead end.",
  asked: (method: string, path: string) => `Asked for ${method} ${path}.`,
  told: "The walk in words",
  routes: "Routes",
  routesHint: "One route a line",
  drawing: "The trie, and the walk through it",
  root: "the root",
  named: (label: string) => `"${label}"`,
  back: (name: string) => `nothing below ${name} fits: back`,
  found: (name: string) => `a route ends at ${name}`,
  ends: (name: string) => `${name}: the path ends here`,
  enters: (name: string, rest: string) => `${name} is asked for ${rest}`,
  miss: "no route: a miss",
};

const zh: typeof en = {
  title: "字典树，以及一次行走",
  lead: "路由之间相同的每一段共用一个节点。请求从左走到右：先试静态文本，再试名字，再试其余部分；走不通，就回到上一个岔路口。这些就是第 5 天路由器的节点，谁被问到，谁就记下来（",
  lesson: "第 3.3 课",
  close: "）。",
  method: "方法",
  path: "路径",
  walk: "走完",
  step: "走一步",
  trie: "字典树",
  caption:
    "每个方框是一个节点：路径的一段，“:” 是任意一段，“*” 是剩下的全部。方框旁边是在那里结束的路由。绿色是走得通的路，红色是死路。",
  asked: (method, path) => `问的是 ${method} ${path}。`,
  told: "用文字说这次行走",
  routes: "路由",
  routesHint: "一行一条路由",
  drawing: "字典树，以及其中的一次行走",
  root: "根节点",
  named: (label) => `“${label}”`,
  back: (name) => `${name} 下面没有合适的：回头`,
  found: (name) => `有一条路由在 ${name} 结束`,
  ends: (name) => `${name}：路径到头`,
  enters: (name, rest) => `问 ${name}：${rest}`,
  miss: "没有这条路由",
};

export type TrieWords = typeof en;

export const trieWords = (lang: Lang): TrieWords => (lang === "zh" ? zh : en);
