/**
 * npm run days:check: are the five days true to each other and to days.json? One line when they are; otherwise one
 * line per problem and exit code 1. The checks are in days/check-course.ts.
 */

import { checkCourse } from "./days/check-course.ts";
import { runCommand } from "./days/command.ts";
import { CourseError } from "./days/course-error.ts";

runCommand({
  usage: "Usage: npm run days:check -- [--root DIR]",
  flags: [],
  run({ root, words }) {
    if (words.length > 0) throw new CourseError(`Unexpected argument '${words[0]}'.`, 2);
    return checkCourse(root);
  },
});
