/** The words of the page of the event loop, in both languages. What the loop calls is code, and stays as it is. */
import type { Lang } from "../make/pages.ts";

const en = {
  title: "A few rounds of the event loop",
  lead: "Recorded when this site was built: an event loop of day 1 with a source that signals twice, a message from another place, and a timeout. In each round come every ready, then notify, then the timeouts that are due, and last of all tick (",
  lesson: "lesson 1.6",
  close: ").",
  rounds: "Rounds of the loop",
  caption:
    "A column is one round, from the top to the bottom: green is a socket that is ready, yellow a message, red a timeout that is due, and tick is always last. Nothing is measured here: between two rounds, at a dashed line, the loop waits for the world.",
  round: (number: number) => `round ${number}`,
  told: (number: number, events: readonly string[]) => `Round ${number}: ${events.join(", ")}.`,
  words: "In words",
};

const zh: typeof en = {
  title: "事件循环的几轮",
  lead: "在构建本站时录下：第 1 天的一个事件循环，一个通知了两次的来源，一条从别处来的消息，还有一个超时。每一轮里先是所有的 ready，再是 notify，再是到时的 timeout，最后总是 tick（",
  lesson: "第 1.6 课",
  close: "）。",
  rounds: "循环的各轮",
  caption:
    "一列是一轮，从上到下：绿色是就绪的套接字，黄色是消息，红色是到时的超时，tick 总在最后。这里没有测量时间：两轮之间，虚线那里，循环在等外面的世界。",
  round: (number) => `第 ${number} 轮`,
  told: (number, events) => `第 ${number} 轮：${events.join("，")}。`,
  words: "用文字说",
};

export type LoopWords = typeof en;

export const loopWords = (lang: Lang): LoopWords => (lang === "zh" ? zh : en);
