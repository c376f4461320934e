/** All tables of raw requests, in one. */

import type { RequestCase } from "./request-case.ts";
import { chunkCases } from "./request-cases-chunks.ts";
import { connectionCases } from "./request-cases-connection.ts";
import { formCases } from "./request-cases-forms.ts";
import { framingCases } from "./request-cases-framing.ts";
import { headCases } from "./request-cases-head.ts";
import { lineCases } from "./request-cases-lines.ts";
import { smugglingCases } from "./request-cases-smuggling.ts";
import { targetCases } from "./request-cases-targets.ts";

export const requestCases: readonly RequestCase[] = [
  ...headCases,
  ...lineCases,
  ...targetCases,
  ...framingCases,
  ...smugglingCases,
  ...chunkCases,
  ...formCases,
  ...connectionCases,
];
