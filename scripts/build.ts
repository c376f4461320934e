/**
 * `npm run build`: makes of day 5 a package in `build/`, to be installed from there (`npm install ../ray/build`) or to be
 * packed (`npm pack ./build`). Exit code 1 when the sources do not compile.
 */

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./days/command.ts";
import { CourseError } from "./days/course-error.ts";
import { buildPackage } from "./package/build.ts";

runCommand({
  usage: "Usage: npm run build",
  flags: [],
  run({ root, words }) {
    if (words.length > 0) throw new CourseError(`Unexpected argument '${words[0]}'.`, 2);
    const folder = join(root, "build");
    const faces = buildPackage(root, folder);
    const files = readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" });
    const code = files.filter((name) => name.endsWith(".js")).map((name) => join(folder, "dist", name));
    const bytes = code.reduce((sum, file) => sum + statSync(file).size, 0);
    const lines = [
      `build/: ${code.length} modules, ${Math.round(bytes / 1024)} KiB of code with its comments`,
      `faces: ${faces.map((face) => face.replace(/^\./, "ray")).join(", ")}`,
      "next: npm pack ./build, or npm install PATH/build in another project",
    ];
    return { lines, ok: true };
  },
});
