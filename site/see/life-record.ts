/**
 * The life of a connection, recorded: bytes, frames, permits and deadlines of a real server of day 5, over a real socket
 * and on a clock that is moved. Called by life-page.ts.
 */
import { setImmediate as nextRound } from "node:timers/promises";
import { listen } from "../../day5/src/app/server.ts";
import { FakeClock } from "../../tests/support/fake-clock.ts";
import { LingerReactor, type Noted } from "./life-notes.ts";
import { watchAll } from "./life-watch.ts";
import { LIVES, type LifeName } from "./lives.ts";
import { RawSocket, until } from "./raw-socket.ts";

/** `ms`: from the accept, on the clock of the server. */
export type LifeEvent = Noted & { readonly ms: number };

export async function recordLife(name: LifeName): Promise<readonly LifeEvent[]> {
  const clock = new FakeClock();
  const events: LifeEvent[] = [];
  const note = (event: Noted) => void events.push({ ms: clock.now(), ...event });
  const seen = watchAll(note);
  try {
    const reactor = new LingerReactor(note, { clock });
    const wait = (ms: number) => new Promise<void>((resolve) => void reactor.after(ms, resolve));
    const server = await listen("127.0.0.1:0", LIVES[name].app(wait), { reactor });
    const port = "port" in server.address ? server.address.port : 0;
    const client = await RawSocket.open(port, (bytes) =>
      note(bytes === "" ? { kind: "it ended" } : { kind: "came", text: bytes }),
    );
    note({ kind: "connected" });
    const { reads } = LIVES[name];
    if (!reads) client.socket.pause();
    await until(() => seen.conn !== null, "the accept");
    const socket = seen.conn?.socket;
    // Time stands still until what has been said has arrived, on both sides.
    const settle = async () => {
      for (let round = 0; round < 6; round++) await nextRound();
      if (!reads) return quiet();
      await until(() => client.received.length === socket?.bytesWritten, "the answer to arrive");
      const isEnded = () => events.some(({ kind }) => kind === "it ended");
      if (socket?.writableEnded === true) await until(isEnded, "the end to arrive");
    };
    // Where nobody reads, the buffers of the system are filled first; then the server holds the same for ever.
    const quiet = async () => {
      for (let rounds = 0, held = -1; rounds < 50; rounds++) {
        const now = (socket?.bytesWritten ?? 0) - (socket?.writableLength ?? 0);
        if (now !== held) [rounds, held] = [0, now];
        await nextRound();
      }
    };
    for (const { at, send } of LIVES[name].client) {
      while (clock.nextWakeUp <= at) {
        await clock.pass(clock.nextWakeUp - clock.now());
        await settle();
      }
      await clock.pass(at - clock.now());
      note(send === null ? { kind: "we ended" } : { kind: "sent", text: send });
      const read = socket?.bytesRead ?? 0;
      if (send === null) client.socket.end();
      else {
        client.send(send);
        await until(() => socket?.bytesRead === read + send.length, "the bytes to arrive");
      }
      await settle();
    }
    await until(() => seen.isOver, "the permit to come back");
    await clock.passUntil(server.shutdown({ deadlineMs: 0 }), "the stop of the server");
  } finally {
    seen.restore();
  }
  // What the server does without this client is no part of its life.
  return withoutSlices(events.slice(0, events.findLastIndex(({ kind }) => kind === "is over") + 1));
}

/**
 * Each slice of a long answer has a deadline of its own: of those that are taken at one moment the last one counts. And
 * where nothing is left to wait for, a linger is over as it begins.
 */
function withoutSlices(events: readonly LifeEvent[]): LifeEvent[] {
  const kept: LifeEvent[] = [];
  for (const event of events) {
    const last = kept.at(-1);
    const isBrief =
      event.kind === "is over" &&
      (event.band === "write" || event.band === "linger") &&
      last?.kind === "begins" &&
      last.band === event.band &&
      last.ms === event.ms;
    if (isBrief) kept.pop();
    else kept.push(event);
  }
  return kept;
}
