/** Rounds of a real event loop, recorded and drawn. Called by loop-page.ts. What is recorded is the order, never the time. */
import { EventLoop, EventSet } from "../../day5/src/event-loop.ts";
import { HandSource, LoopLog } from "../../tests/support/loop-log.ts";
import type { LoopWords } from "./loop-words.ts";
import { box, line, svg, text } from "./svg.ts";

const ROUND = 205;
const ROW = 34;
const TOP = 40;
const PHASES = ["ready", "notify", "timeout", "tick"];

/** By round, what the loop called. Between the rounds happens what the world around the loop would do. */
export async function recordRounds(): Promise<string[][]> {
  const rounds: string[][] = [];
  const loop = new EventLoop<string, string>();
  const [socket, listener] = [new HandSource(), new HandSource()];
  const sender = loop.channel();
  // Each in Node's poll phase, a whole turn after the round before.
  const turns: (() => void)[] = [
    () => {
      listener.becomes(EventSet.readable);
      socket.becomes(EventSet.readable);
      sender.send("job done");
      loop.timeoutMs("deadline", 0);
    },
    () => socket.becomes(EventSet.writable),
    () => {
      sender.send("stop");
      loop.timeoutMs("never", 60_000);
    },
  ];
  const log = new LoopLog<string, string>({
    notify: (_loop, message) => message === "stop" && loop.shutdown(),
    tick: () => {
      rounds.push(log.take());
      const next = turns.shift();
      if (next !== undefined) setTimeout(next, 1);
    },
  });
  loop.register(listener, 1, EventSet.readable);
  loop.register(socket, 2, EventSet.readable | EventSet.writable);
  // The first round begins with something, too.
  loop.timeoutMs("start", 0);
  await loop.run(log);
  return rounds.map((events) => events.map(named));
}

export function drawRounds(rounds: readonly (readonly string[])[], words: LoopWords): string {
  const rows = Math.max(...rounds.map((events) => events.length));
  const [width, height] = [rounds.length * ROUND + 20, TOP + rows * ROW + 4];
  const parts = rounds.flatMap((events, index) => {
    const x = 10 + index * ROUND;
    const boxes = events.flatMap((event, row) => {
      const phase = PHASES.findIndex((name) => event.startsWith(name));
      const y = TOP + row * ROW;
      return [
        box(x, y, ROUND - 24, ROW - 8, `box phase${phase}`),
        text(x + (ROUND - 24) / 2, y + 18, event, "label small", "middle"),
      ];
    });
    const [last] = [TOP + events.length * ROW - 8];
    const on =
      index < rounds.length - 1 ? [line(x + ROUND - 24, last - 13, x + ROUND, TOP + 13, "edge later")] : [];
    return [text(x, 24, words.round(index + 1), "head"), ...boxes, ...on];
  });
  const description = rounds.map((events, index) => words.told(index + 1, events)).join(" ");
  return svg({ width, height, title: words.rounds, description, parts });
}

/** "ready 2 1" → "ready socket: readable". */
function named(event: string): string {
  const [, token, events] = /^ready (\d) (\d)$/.exec(event) ?? [];
  if (token === undefined) return event;
  const what = Number(events) === EventSet.readable ? "readable" : "writable";
  return `ready ${token === "1" ? "listener" : "socket"}: ${what}`;
}
