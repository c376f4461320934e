/** What a file offers, as days:check and lessons:check read it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { findExports } from "../../scripts/days/find-exports.ts";

test("members behind a template with a hole are found, and what stands inside of methods is not", () => {
  const source = [
    "export class Permits {",
    "  readonly #back = () => {};",
    "  constructor(size: number) {",
    `    if (size < 1) throw new RangeError(\`at least 1, not \${size}, \${{ a: 1 }.a}\`);`,
    "    helper(size);",
    "  }",
    "  get available(): number {",
    "    return 1;",
    "  }",
    "  close(): void {}",
    "}",
  ].join("\n");
  const names = findExports(source).map(({ name, kind }) => `${kind} ${name}`);
  assert.deepEqual(names, ["value Permits", "member available", "member close"]);
});
