/**
 * Where node:http and ray part, row by row of the tables. A difference that is not listed here fails a test, and so
 * does one that has vanished. docs/reference/http1.md explains each group. Seen on Node 20 and 26; on versions
 * between, what either of them does is taken.
 */

import { bodyDifferences } from "./node-differences-body.ts";
import { headDifferences } from "./node-differences-head.ts";

export interface NodeDifference {
  /** As in the list of differences in docs/reference/http1.md. */
  readonly group: string;
  readonly why: string;
  /** What Node makes of the rows, by their names; see NodeTwin. */
  readonly rows: Readonly<Record<string, NodeOutcome>>;
}

/** One for all versions, or that of Node 20 and of Node 26. */
export type NodeOutcome = string | readonly [on20: string, on26: string];

export const nodeDifferences: readonly NodeDifference[] = [...headDifferences, ...bodyDifferences];
