/**
 * bearClosedPipe: the reader of our output may have seen enough: `npm run -s talk … | head -1`. That is no failure,
 * and nothing that needs a stack trace: the tool ends. Called first by each command line tool.
 */

export function bearClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // There is no one left to tell, not even of another error.
      process.exit(error.code === "EPIPE" ? (process.exitCode ?? 0) : 1);
    });
  }
}
