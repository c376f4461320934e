/** The site under `npm run stress -- --only site`: a program of its own, which tells its figures to its parent. */
import { type RunOptions, run } from "../../day5/src/index.ts";
import { tellFigures } from "../../scripts/stress/tell-figures.ts";
import { siteApp } from "./app.ts";

interface StressOptions extends RunOptions {
  readonly root: string;
  readonly built: string;
}

const { root, built, ...options }: StressOptions = JSON.parse(process.env.STRESS_OPTIONS ?? "{}");
let port = 0;
const { app, close } = siteApp({ root, built, port: () => port });
tellFigures();
await run("127.0.0.1:0", app, {
  ...options,
  onListening: (address) => {
    port = "port" in address ? address.port : 0;
  },
});
await close();
process.disconnect?.();
