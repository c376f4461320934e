/**
 * countLines: how many lines a file has, as an editor counts them: a last line without a line feed counts too.
 * Used by the size check, the lists of days-diff and the table of days.
 */

export function countLines(content: Buffer): number {
  if (content.length === 0) return 0;
  const feeds = content.toString("latin1").split("\n").length - 1;
  return content.at(-1) === 0x0a ? feeds : feeds + 1;
}
