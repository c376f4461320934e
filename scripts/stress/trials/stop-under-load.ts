/**
 * SIGTERM while 64 clients ask as fast as they can, ten times: what has begun is answered, to the last byte.
 * A request that is on its way while the server closes gets no answer, unless the server leaves a grace: it
 * has one every second time.
 */

import { Client } from "../client.ts";
import { ServerProcess } from "../server-process.ts";
import { check, pause, type Trial, until } from "../trial.ts";

const TIMES = 10;
const CLIENTS = 64;
const DEADLINE_MS = 5_000;
const piece = Buffer.alloc(64 * 1024, "stress ");
const stream = Buffer.concat([piece, piece, piece, piece]);
/** At once, in many rounds of the loop, and after a while. */
const answers = [
  ["/", Buffer.from("hello\n")],
  ["/stream/4", stream],
  ["/", Buffer.from("hello\n")],
  ["/later", Buffer.from("hello later\n")],
] as const;

interface Tally {
  answered: number;
  /** Asked in the moment in which the server closed: not a byte of an answer came. */
  unanswered: number;
  lastWords: number;
}

/** Asks until the server closes. Errors: Failure when an answer is cut off or wrong. */
async function askUntilClosed(port: number, turn: number, tally: Tally, onAnswer: () => void): Promise<void> {
  const client = await Client.connect(port);
  for (let n = turn; ; n += 1) {
    const [path, body] = answers[n % answers.length] as (typeof answers)[number];
    const answer = await client.ask(path);
    if (answer === null) {
      tally.unanswered += 1;
      return;
    }
    check(answer.status === 200 && answer.body.equals(body), `a wrong answer to ${path}`);
    tally.answered += 1;
    if (n === turn) onAnswer();
    if (!answer.head.includes("\r\nconnection: close\r\n")) continue;
    tally.lastWords += 1;
    return client.closed;
  }
}

export const stopUnderLoad: Trial = {
  name: "stop",
  asks: `SIGTERM under the load of ${CLIENTS} clients, ${TIMES} times: no answer is cut off, exit 0 in time`,
  async run(progress) {
    const tally: Tally = { answered: 0, unanswered: 0, lastWords: 0 };
    let longest = 0;
    for (let time = 1; time <= TIMES; time += 1) {
      const isGraceful = time % 2 === 0;
      const limits = { drainGraceMs: isGraceful ? 2_000 : 0 };
      const server = await ServerProcess.start({ deadlineMs: DEADLINE_MS, limits });
      const before = tally.unanswered;
      try {
        let served = 0;
        const onAnswer = () => {
          served += 1;
        };
        const clients = Array.from({ length: CLIENTS }, (_, turn) =>
          askUntilClosed(server.port, turn, tally, onAnswer),
        );
        // Who still waits to be accepted is refused, which is not what this is about.
        await until(() => served === CLIENTS, 10_000, "every client has had an answer");
        // Never in the same moment.
        await pause(100 + time * 17);
        const begin = performance.now();
        server.terminate();
        await Promise.all(clients);
        const code = await server.exited;
        longest = Math.max(longest, performance.now() - begin);
        const lost = tally.unanswered - before;
        check(!isGraceful || lost === 0, `${lost} requests came too late in spite of the grace`);
        check(code === 0, `the server ended with ${code}`);
        check(longest < DEADLINE_MS, `the server took ${longest.toFixed(0)} ms to stop`);
      } finally {
        await server.stop();
      }
      progress(`${time} of ${TIMES}`);
    }
    check(tally.lastWords > 0, "no client was in the middle of a request: nothing has been tried");
    const { answered, lastWords, unanswered } = tally;
    return [
      `${answered} answers, none cut off`,
      `${lastWords} last ones said close`,
      `${unanswered} requests came too late, none of them with a grace`,
      `exit 0 in ${longest.toFixed(0)} ms at most`,
    ].join("; ");
  },
};
