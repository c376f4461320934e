/** carryTarget: what the words on the command line of days-carry mean: which file, and the day its version began. */

import { isAbsolute, relative, sep } from "node:path";
import { CourseError } from "./course-error.ts";
import { birthOf, originOf } from "./history.ts";
import type { Manifest } from "./manifest.ts";

export interface CarryTarget {
  /** Relative to dayN/src. */
  file: string;
  /** The day whose text is carried to the later ones. */
  origin: number;
}

/**
 * @param request `dayN/src/FILE`, absolute or relative to the course, or `FILE` alone for the day it is born on.
 * @throws CourseError when days.json does not know the file, or when its version began on another day.
 */
export function carryTarget(manifest: Manifest, root: string, request: string): CarryTarget {
  const path = isAbsolute(request) ? relative(root, request) : request;
  const plain = path.split(sep).join("/").replace(/^\.\//, "");
  const match = /^day(\d+)\/src\/(.+)$/.exec(plain);
  const file = match?.[2] ?? plain;
  const birth = birthOf(manifest, file);
  if (birth === null) {
    const day = match === null ? "the day it is born on" : `day${match[1]}`;
    throw new CourseError(
      `${plain}: not listed in days.json: list it under "adds" of ${day} first, then carry it.`,
    );
  }
  const day = match === null ? birth : Number(match[1]);
  if (day > manifest.length) {
    throw new CourseError(`${plain}: the course has no day${day}; give day${birth}/src/${file}`);
  }
  const origin = originOf(manifest, file, day);
  if (origin === null) {
    throw new CourseError(`${plain}: days.json adds it on day${birth}; give day${birth}/src/${file}`);
  }
  if (origin !== day) {
    const edit = `make the edit in day${origin}/src/${file} and carry that`;
    throw new CourseError(
      `${plain}: day${day} only copies this file, its version began on day${origin}; ${edit}.`,
    );
  }
  return { file, origin };
}
