/** The words of the flame graph's page, in both languages. */
import type { Lang } from "../make/pages.ts";

const en = {
  title: "Where the time of a request goes",
  lead: "Node's own profiler looked at a server of day 5 under load, five thousand times a second, and noted which function ran and who had called it. A box is as wide as its share of the time; what a function calls hangs below it. Time in which the server had nothing to do is left out.",
  caption:
    "A GET with a small head on day 5, Node 20. A box is a function: as wide as its share of the time, below the one that called it. Colours say whose code it is: orange is ray and the handler, green is Node's JavaScript, yellow is native code.",
  record: "Recorded by",
  keys: "Click a box to see it as wide as the picture, Escape to see all. By keys: Tab to a box, the arrows to its neighbours, Enter to look closer.",
  search: "Search",
  whole: "Show all",
  /** What the program of the page puts together: a name, then these with numbers. */
  share: "{total} of the time, {self} by itself",
  found: "{count} boxes, {total} of the time",
  none: "No function has that in its name.",
  most: "Most of ray's own time is spent in",
  whose: "Whose code it is",
  layer: "Code",
  part: "Share",
  layers: {
    ray: "ray and the handler",
    node: "Node's JavaScript",
    native: "native code: system calls, regular expressions, strings",
    gc: "garbage collection",
    program: "the engine itself",
  } as Readonly<Record<string, string>>,
  hottest: "The twelve hottest functions of ray",
  hottestLead:
    "By the time that they take themselves. What takes less than a thousandth counts as its caller's own.",
  function: "Function",
  place: "Where it stands",
  self: "By itself",
  total: "With all that it calls",
};

const zh: typeof en = {
  title: "一个请求的时间花在哪里",
  lead: "Node 自带的性能分析器每秒五千次查看一个负载下的第 5 天服务器，记下正在运行哪个函数、谁调用了它。方块的宽度就是它占的时间；一个函数调用的东西挂在它下面。服务器没事可做的时间不算在内。",
  caption:
    "第 5 天上一个头部很小的 GET，Node 20。一个方块是一个函数：宽度是它占的时间，位置在调用它的函数下面。颜色表示是谁的代码：橙色是 ray 和处理函数，绿色是 Node 的 JavaScript，黄色是原生代码。",
  record: "录制命令：",
  keys: "点一个方块，它就和整幅图一样宽；按 Escape 看全部。用键盘：Tab 到方块，方向键到相邻的方块，Enter 放大。",
  search: "搜索",
  whole: "显示全部",
  share: "占时间的 {total}，自身 {self}",
  found: "{count} 个方块，占时间的 {total}",
  none: "没有函数的名字里有它。",
  most: "ray 自身的时间主要花在",
  whose: "是谁的代码",
  layer: "代码",
  part: "占比",
  layers: {
    ray: "ray 和处理函数",
    node: "Node 的 JavaScript",
    native: "原生代码：系统调用、正则表达式、字符串",
    gc: "垃圾回收",
    program: "引擎本身",
  },
  hottest: "ray 里最热的十二个函数",
  hottestLead: "按函数自身花的时间排列。不到千分之一的，算在调用者头上。",
  function: "函数",
  place: "位置",
  self: "自身",
  total: "连同它调用的一切",
};

export type FlameWords = typeof en;

export const flameWords = (lang: Lang): FlameWords => (lang === "zh" ? zh : en);
