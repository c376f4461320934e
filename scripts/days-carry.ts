/**
 * npm run days:carry -- day1/src/net/conn.ts: copies a fix to the later days that hold the same file, says per day
 * what it did, and ends with 1 when a day is left to do by hand. The work is in days/carry.ts.
 */

import { Carry } from "./days/carry.ts";
import { carryTarget } from "./days/carry-target.ts";
import { runCommand } from "./days/command.ts";
import { CourseError } from "./days/course-error.ts";
import { loadManifest } from "./days/manifest.ts";

runCommand({
  usage: "Usage: npm run days:carry -- dayN/src/FILE [--merge] [--force] [--root DIR]",
  flags: ["merge", "force"],
  run({ root, words, flags }) {
    const [request, ...rest] = words;
    if (request === undefined || rest.length > 0) throw new CourseError("Give one file.", 2);
    const manifest = loadManifest(root);
    const carry = new Carry(root, manifest, { force: flags.has("force"), merge: flags.has("merge") });
    carry.run(carryTarget(manifest, root, request));
    return carry;
  },
});
