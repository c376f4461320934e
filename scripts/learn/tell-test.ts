/**
 * What is said of a test that fails: what was sent, what came and what was expected; of a server that says nothing, what
 * it did instead. Called by tell.ts.
 */
import { join, relative } from "node:path";
import type { WireEntry } from "../../tests/support/wire-record.ts";
import type { TestOutcome } from "../lessons/course.ts";
import { bytesOf, comparedLines, sentLine, tellingClient } from "./bytes-told.ts";
import { frameOf } from "./evidence.ts";
import type { Session } from "./session.ts";
import { shown } from "./shown.ts";

export function tellTest(session: Session, test: TestOutcome, wire: readonly WireEntry[]): string[] {
  const stack = (test.error?.stack ?? "").replaceAll("\\", "/");
  const frame = frameOf(stack, session.desk.work.path);
  const line = stack.split(`tests/${test.file}:`)[1]?.match(/^\d+/)?.[0];
  const file = relative(process.cwd(), join(session.args.root, "tests", test.file)).replaceAll("\\", "/");
  return [
    `✖ ${test.name}`,
    `  ${file}${line === undefined ? "" : `:${line}`}`,
    "",
    ...wordsOf(test, wire).map((each) => `  ${each}`.trimEnd()),
    ...(frame === null ? [] : ["", `  in ${shown(frame.path)}:${frame.line}`]),
  ];
}

/** What happened: on the wire, where the test had one, and between what came and what was expected. */
function wordsOf(test: TestOutcome, wire: readonly WireEntry[]): string[] {
  const { actual, expected } = test.error ?? {};
  const message = (test.message ?? "").split("\n").filter((line) => !/^\s+at /.test(line));
  const client = tellingClient(wire);
  const sent = client === null ? "" : bytesOf(wire, "sent", client);
  const came = client === null ? "" : bytesOf(wire, "came", client);
  const first = sent === "" ? [] : [sentLine(sent)];
  const silence = client === null ? null : silenceOf(test, wire, client);
  if (silence !== null) return [...first, ...silence];
  if (actual !== undefined && expected !== undefined)
    return [...first, ...comparedLines(actual, expected), ...reason(message)];
  const onWire = sent === "" && came === "" ? [] : [cameLine(came)];
  return [...first, ...onWire, ...message];
}

const cameLine = (came: string) => comparedLines(came, came)[0] ?? "";

/** A message that the test wrote itself says more than that two texts differ. */
function reason(message: readonly string[]): string[] {
  const said = (message[0] ?? "").replace(/^AssertionError(?: \[ERR_ASSERTION\])?: /, "");
  return /^Expected values to be|: the bytes differ from byte|^$/.test(said) ? [] : [said];
}

/** What a wait in vain says of the server: "your server accepted, read 18 bytes and wrote nothing for 5 s". */
function silenceOf(test: TestOutcome, wire: readonly WireEntry[], client: number): string[] | null {
  const missing = wire.findLast((entry) => entry.kind === "missing" && entry.client === client);
  if (missing?.kind !== "missing") return null;
  const { what, why, peer } = missing;
  // A test that fails for another reason ends its clients, and what they wait for then is no news.
  if (test.message?.includes(`${why} while waiting for ${what}`) !== true) return null;
  const sent = sizeOf(wire, "sent", client);
  const came = sizeOf(wire, "came", client);
  const wrote = came === 0 ? "wrote nothing" : `wrote ${came} bytes, and no more`;
  const still = /nothing happened (for [\d.]+ s)/.exec(why)?.[1];
  const told =
    still === undefined
      ? `${why}: it ${wrote}`
      : `your server ${peer === null ? "" : did(peer, sent)}${wrote} ${still}`;
  return [cameLine(bytesOf(wire, "came", client)), `expected  ${what}`, "", told];
}

function did(peer: { readonly accepted: boolean; readonly unread: number }, sent: number): string {
  if (!peer.accepted) return "did not accept the connection, and ";
  const read = sent - peer.unread;
  return `accepted, read ${read === sent ? `${sent}` : `${read} of ${sent}`} bytes and `;
}

function sizeOf(wire: readonly WireEntry[], kind: "sent" | "came", client: number): number {
  const sizes = wire.map((entry) => (entry.kind === kind && entry.client === client ? entry.size : 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}
