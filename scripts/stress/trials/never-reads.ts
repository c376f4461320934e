/** A client that asks for 100 MB and reads nothing costs little memory, and not for long. */

import { connect } from "node:net";
import { Client } from "../client.ts";
import { connections, mebibytes } from "../figures.ts";
import { ServerProcess } from "../server-process.ts";
import { check, pause, type Trial } from "../trial.ts";

const PIECES = 1_600; // of 64 KiB: 100 MiB
const STALL_MS = 3_000;
const ALLOWED = 10 * 1024 * 1024;

export const neverReads: Trial = {
  name: "unread",
  asks: "a client asks for 100 MB and never reads: less than 10 MB of memory, and the write deadline ends it",
  async run() {
    const server = await ServerProcess.start({ conn: { writeTimeoutMs: STALL_MS } });
    try {
      const healthy = await Client.connect(server.port);
      // What is made at first use, and a stream that is read, are not what we measure.
      for (let n = 0; n < 500; n += 1) await healthy.ask(n % 50 === 0 ? "/stream/16" : "/");
      const before = await server.figures();
      const mute = connect({ port: server.port, host: "127.0.0.1" }).pause();
      mute.on("error", () => {});
      const begin = performance.now();
      const elapsed = () => performance.now() - begin;
      mute.write(`GET /stream/${PIECES} HTTP/1.1\r\nHost: stress\r\n\r\n`);
      let most = 0;
      let now = before;
      // A socket that is not read hears of no reset: whether it is ended, the server knows.
      do {
        await pause(50);
        now = await server.figures();
        most = Math.max(most, (now.rss ?? 0) - (before.rss ?? 0));
        check((await healthy.ask("/"))?.status === 200, "a healthy client got no answer");
      } while (connections(now) > connections(before) && elapsed() < STALL_MS + 3_000);
      const ms = elapsed();
      mute.destroy();
      check(
        ms >= STALL_MS && ms < STALL_MS + 2_000,
        `it was ended after ${ms.toFixed(0)} ms, not ${STALL_MS}`,
      );
      check(most < ALLOWED, `the server grew by ${mebibytes(most)}`);
      healthy.destroy();
      return `grew by ${mebibytes(most)} at most; ended after ${(ms / 1000).toFixed(1)} s at a deadline of ${STALL_MS / 1000} s`;
    } finally {
      await server.stop();
    }
  },
};
