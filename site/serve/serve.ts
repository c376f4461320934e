/** `npm run site`: serves what was built until ctrl-c, on this machine only. Called by main.ts. */
import { dirname, join } from "node:path";
import { run } from "../../day5/src/index.ts";
import { siteApp } from "./app.ts";

/** Errors: what `run` tells: an address in use is a line and exit code 1. */
export async function serve(site: string): Promise<number> {
  const { PORT = "4000" } = process.env;
  let port = 0;
  const { app, close } = siteApp({ root: dirname(site), built: join(site, ".build"), port: () => port });
  await run(`127.0.0.1:${PORT}`, app, {
    onListening: (address) => {
      port = "port" in address ? address.port : 0;
    },
    deadlineMs: 1_000,
  });
  await close();
  return Number(process.exitCode ?? 0);
}
