/** The words of the page of a connection's life, in both languages. */
import type { Lang } from "../make/pages.ts";
import type { Band } from "./life-notes.ts";
import type { LifeEvent } from "./life-record.ts";

const en = {
  title: "The life of a connection",
  lead: "Three clients of one server, recorded when this site was built: real sockets, and a clock that the recording moves, so that it takes no time. On the left what goes over the wire, in the middle what the server makes of it, on the right what it holds and what it waits for. Time runs downwards; a row is something that happens, so equal rows are not equal times.",
  note: "A connection has one deadline for reading, which moves: head, body and keep-alive stand in one column. A band shows it for as long as a read may wait; where a frame has come, there is nothing left for it to end. What is taken is given back: the permit is the first thing and the last.",
  patient: "A client in no hurry",
  patientLead:
    "A POST in four pieces, an answer after 250 ms, and a second request that says goodbye. Each deadline is set, and each is over in time.",
  dripping: "A client that drips",
  drippingLead:
    "A line of the head every three seconds. No byte postpones the deadline of the head: it was set at the accept, and at ten seconds the client gets a 408.",
  caption: (name: string, lead: string) =>
    `${name}. ${lead} Time runs downwards. Arrows are bytes on the wire, green dots are what the server has read whole; at the right, a green band is the permit, a yellow one a deadline that is running, a red one a deadline that was reached.`,
  stalled: "A client that does not read",
  stalledLead:
    "It asks for 32 MiB and takes none of it. When the buffers of both systems are full, the server waits for room: thirty seconds for each piece, and then the connection is reset, so that what came cannot be taken for the whole.",
  words: "In words",
  client: "client",
  server: "server",
  unit: (ms: number) => (ms >= 1000 ? `${Number((ms / 1000).toFixed(2))} s` : `${Math.round(ms)} ms`),
  bytes: (count: number) => `${count} bytes`,
  bands: {
    permit: "permit",
    head: "head",
    body: "body",
    handler: "handler",
    keepAlive: "keep-alive",
    write: "write",
    linger: "linger",
  } as Readonly<Record<Band, string>>,
  columns: { permit: "permit", read: "read", handler: "handler", write: "write", linger: "linger" },
  connected: "connects",
  "we ended": "end of the client's side",
  "it ended": "end of the server's side",
  "it reset": "the server resets",
  headFrame: (text: string) => `head: ${text}`,
  pieceFrame: (text: string) => `body: ${text}`,
  sent: (text: string) => `the client sends ${text}`,
  came: (text: string) => `the server sends ${text}`,
  begins: (band: string, time: string) => `the deadline "${band}" begins, ${time}`,
  taken: "a permit is taken",
  back: "the permit is given back",
  over: (band: string) => `"${band}" is over, in time`,
  expires: (band: string) => `the deadline "${band}" is reached`,
  expired: "reached",
};

const zh: typeof en = {
  ...en,
  title: "一个连接的一生",
  lead: "同一个服务器的三个客户端，在构建本站时录下：真实的套接字，时钟由录制程序拨动，所以不花时间。左边是线路上走的字节，中间是服务器从中得到的帧，右边是它持有什么、在等什么。时间向下走；一行是一件事，所以行距相等不等于时间相等。",
  note: "一个连接只有一个读的截止时间，它会移动：头部、正文、保持连接在同一列。只要还可能有读操作在等，图中就画出它；一帧到齐之后，它就没有什么可以结束的了。拿了就要还：许可最先拿到，最后归还。",
  patient: "不着急的客户端",
  patientLead:
    "一个分成四段的 POST，250 毫秒之后的响应，然后是一个道别的请求。每个截止时间都设过，也都及时结束。",
  dripping: "一点一点滴的客户端",
  drippingLead:
    "每三秒送来头部的一行。没有哪个字节能推迟头部的截止时间：它在接受连接时就设好了，到第十秒客户端得到 408。",
  caption: (name, lead) =>
    `${name}。${lead}时间向下走。箭头是线路上的字节，绿色圆点是服务器完整读到的东西；右边绿色的条是许可，黄色的是正在计时的截止时间，红色的是到了的截止时间。`,
  stalled: "不读的客户端",
  stalledLead:
    "它要 32 MiB，却什么也不取走。两边系统的缓冲区都满了，服务器就等空位：每一片等三十秒，然后连接被重置，免得已经到的部分被当成全部。",
  words: "用文字说",
  client: "客户端",
  server: "服务器",
  unit: (ms) => (ms >= 1000 ? `${Number((ms / 1000).toFixed(2))} 秒` : `${Math.round(ms)} 毫秒`),
  bytes: (count) => `${count} 字节`,
  bands: {
    permit: "许可",
    head: "头部",
    body: "正文",
    handler: "处理函数",
    keepAlive: "保持连接",
    write: "写",
    linger: "徘徊",
  },
  columns: { permit: "许可", read: "读", handler: "处理函数", write: "写", linger: "徘徊" },
  connected: "连接",
  "we ended": "客户端这边结束",
  "it ended": "服务器这边结束",
  "it reset": "服务器重置",
  headFrame: (text) => `头部：${text}`,
  pieceFrame: (text) => `正文：${text}`,
  sent: (text) => `客户端发出 ${text}`,
  came: (text) => `服务器发出 ${text}`,
  begins: (band, time) => `截止时间“${band}”开始，${time}`,
  taken: "拿到一个许可",
  back: "许可归还",
  over: (band) => `“${band}”及时结束`,
  expires: (band) => `截止时间“${band}”到了`,
  expired: "到了",
};

export type LifeWords = typeof en;

export const lifeWords = (lang: Lang): LifeWords => (lang === "zh" ? zh : en);

/** One event as a sentence without its end. */
export function tellEvent(event: LifeEvent, words: LifeWords): string {
  switch (event.kind) {
    case "sent":
    case "came":
      return words[event.kind](`${firstLine(event.text)} (${words.bytes(event.text.length)})`);
    case "head":
      return words.headFrame(event.text);
    case "piece":
      return words.pieceFrame(event.text);
    case "begins":
      return event.band === "permit"
        ? words.taken
        : words.begins(words.bands[event.band], words.unit(event.for));
    case "is over":
      return event.band === "permit" ? words.back : words.over(words.bands[event.band]);
    case "expires":
      return words.expires(words.bands[event.band]);
    default:
      return words[event.kind];
  }
}

export const firstLine = (bytes: string): string => bytes.slice(0, (bytes.indexOf("\r\n") + 1 || 31) - 1);
