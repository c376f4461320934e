/** painter: colour for a terminal that wants it, plain text for pipes, files and where NO_COLOR is set. */

const CODES = { bold: 1, dim: 2, red: 31, green: 32, cyan: 36 };

export type Paint = (colour: keyof typeof CODES, text: string) => string;

export function painter(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  // https://no-color.org: any value but the empty one turns colour off.
  const colourful = stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
  return (colour, text) => (colourful ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text);
}
