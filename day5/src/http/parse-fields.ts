/**
 * The field lines of a request as Headers, for the first handler that asks for one. The lines are valid
 * already: the grammar of the head has matched them.
 */

import { Headers } from "./headers.ts";

/** A value begins and ends with what is not white space; said so, a long run of blanks costs linear time. */
const LINE = /([^:\r\n]+):[\t ]*([^\t \r\n](?:[^\r\n]*[^\t \r\n])?)?[\t ]*\r\n/g;

export function parseFields(lines: string): Headers {
  const headers = new Headers();
  for (const [, name, value] of lines.matchAll(LINE)) headers.append(name as string, value ?? "");
  return headers;
}
