/** The words of the page of states, in both languages: what each run of state-runs.ts does, and how connections end. */
import type { Lang } from "../make/pages.ts";

const en = {
  title: "The states of an HTTP/1.1 connection",
  lead: "A connection is always in one of these states, and what an error, a deadline or the end of a client means depends on it alone. The picture is a recording: real connections ran through a copy of the code in which each change of the state writes itself down. A change in the code that no connection reached would have stopped the build.",
  caption:
    "A box in the upper row is a state of the connection, a line between two is a step that the code takes; dashed lines lead back. Below each state is how the connection may end there; a red end broke off what was under way. The numbers are those of the table.",
  accept: "accepted",
  step: "Step",
  from: "From",
  to: "To",
  where: "Where the code says so",
  when: "Seen when",
  table: "The same as a table",
  states: "What each state means",
  statesLead: "As the comment above the type has it:",
  endings: {
    silent: "closed silently",
    answered: "answered, closed",
    reset: "reset",
    gone: "client gone",
  },
  answered: (status: string) => `${status}, then closed`,
  ends: (how: string) => `the end: ${how}`,
  list: (runs: readonly string[], more: number) => runs.join("; ") + (more > 0 ? ` (+${more})` : ""),
  runs: {
    leaves: "a client asks, and leaves when it has its answer",
    pieces: "a head comes in two pieces",
    goodbye: "a client says Connection: close",
    silent: "a client connects and says nothing",
    slowHead: "the rest of a head comes too late",
    idle: "no second request comes",
    malformed: "the lines of a head end in LF alone",
    malformedRest: "the second piece of a head is malformed",
    halfHead: "a client ends its side within a head",
    resetInHead: "a client resets within a head",
    badFraming: "there are both Content-Length and Transfer-Encoding",
    slowBody: "a body comes too late",
    stopIdle: "the server stops while the connection is idle",
    stopBusy: "the server stops while a handler works",
    breaksOff: "an answer breaks off in its middle",
    takeover: "an answer of 101, and its takeover ends",
    takeoverFails: "an answer of 101, and its takeover fails",
  } as Readonly<Record<string, string>>,
};

const zh: typeof en = {
  title: "HTTP/1.1 连接的状态",
  lead: "一个连接总是处在这些状态中的一个；出错、截止时间到、客户端离开意味着什么，只由它决定。这幅图是录下来的：真实的连接跑过一份代码副本，副本里每次状态改变都会自己记一笔。代码里如果有哪一处改变没有任何连接走到，构建就会停下。",
  caption:
    "上面一排的方框是连接的状态，两个之间的线是代码走的一步；虚线是往回走。每个状态下面是连接在那里可能怎样结束；红色的结束打断了正在进行的事。数字就是表中的编号。",
  accept: "已接受",
  step: "步",
  from: "从",
  to: "到",
  where: "代码里的位置",
  when: "什么时候看到",
  table: "同样的内容，列成表",
  states: "每个状态的意思",
  statesLead: "原文是类型上方的注释：",
  endings: {
    silent: "一声不响地关闭",
    answered: "响应后关闭",
    reset: "重置",
    gone: "客户端已经不在",
  },
  answered: (status) => `${status}，然后关闭`,
  ends: (how) => `结束：${how}`,
  list: (runs, more) => runs.join("；") + (more > 0 ? `（+${more}）` : ""),
  runs: {
    leaves: "客户端发一个请求，拿到响应就离开",
    pieces: "头部分两段到达",
    goodbye: "客户端说 Connection: close",
    silent: "客户端连上之后什么也不说",
    slowHead: "头部的后半段来得太晚",
    idle: "第二个请求一直没来",
    malformed: "头部的行只以 LF 结尾",
    malformedRest: "头部的第二段格式错误",
    halfHead: "头部还没完，客户端就结束了自己这边",
    resetInHead: "头部还没完，客户端就重置了连接",
    badFraming: "同时有 Content-Length 和 Transfer-Encoding",
    slowBody: "正文来得太晚",
    stopIdle: "连接空闲时服务器停止",
    stopBusy: "处理函数工作时服务器停止",
    breaksOff: "响应中途断开",
    takeover: "响应 101，接管者正常结束",
    takeoverFails: "响应 101，接管者失败",
  },
};

export type StateWords = typeof en;

export const stateWords = (lang: Lang): StateWords => (lang === "zh" ? zh : en);
