/**
 * picture: the last failed socket test, drawn. Each check keeps what went over the wire of the test that it told; this
 * command writes it as an SVG, and as text for the terminal.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { painter } from "../shared/paint.ts";
import type { Check } from "./check.ts";
import { Disk } from "./disk.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import { type Failure, planPicture } from "./picture-plan.ts";
import { drawSvg } from "./picture-svg.ts";
import { drawText } from "./picture-text.ts";
import type { Session } from "./session.ts";
import { parseJson } from "./state.ts";

const pathOf = (session: Session) => join(session.args.root, ".course", "failure.json");

/** The failure that a check has told, for a picture later on. Where it cannot be kept there is none. */
export function keepFailure(session: Session, { verdict, lesson }: Check): void {
  if (verdict.kind !== "failed" || verdict.wire.length === 0) return;
  const { test, wire } = verdict;
  const { actual = null, expected = null } = test.error ?? {};
  const failure: Failure = { lesson: lesson.id, test: test.name, actual, expected, wire };
  try {
    new Disk().write(pathOf(session), Buffer.from(JSON.stringify(failure)));
  } catch {
    // A full disk: the check itself says so when it matters.
  }
}

export function picture(session: Session): Outcome {
  const bytes = new Disk().read(pathOf(session));
  const failure = bytes === null ? null : (parseJson(bytes.toString("utf8")) as Failure | null);
  const plan = failure === null ? null : planPicture(failure);
  if (plan === null) return refused("No test over a socket has failed yet: there is nothing to draw.");
  const path = resolve(session.args.words[0] ?? join(session.args.root, ".course", "picture.svg"));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, drawSvg(plan));
  const paint = painter(process.stdout, process.env);
  const shownPath = relative(process.cwd(), path).replaceAll("\\", "/");
  return done(...drawText(plan, (text) => paint("red", text)), "", `The same as an image: ${shownPath}`);
}
