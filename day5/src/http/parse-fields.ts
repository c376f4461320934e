/**
 * The field lines of a request as Headers, for the first handler that asks for one. The lines are valid
 * already: the grammar of the head has matched them.
 */

import { Headers } from "./headers.ts";

const LINE = /([^:\r\n]+):[\t ]*([^\r\n]*?)[\t ]*\r\n/g;

export function parseFields(lines: string): Headers {
  const headers = new Headers();
  for (const [, name, value] of lines.matchAll(LINE)) headers.append(name as string, value as string);
  return headers;
}
