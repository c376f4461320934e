/**
 * The site as an app of day 5: static files, and below /api what can be done on this machine. Made by serve.ts and by
 * the tests. It imports what programs may import, and nothing behind it.
 */
import { Router } from "../../day5/src/index.ts";
import { bodyLimit, csrf, securityHeaders } from "../../day5/src/middleware/index.ts";
import { staticFiles } from "../../day5/src/static/index.ts";
import { fromHereOnly } from "./guard.ts";
import { addLive } from "./live-routes.ts";
import { addPlayground } from "./playground.ts";
import { Programs } from "./programs.ts";

export interface SiteOptions {
  /** The folder that was built. */
  readonly built: string;
  /** The course, whose `work` is the learner's. */
  readonly root: string;
  /** Of the server: known once it listens. */
  readonly port: () => number;
}

/** What one sends to the playground, and the words of a form, are small. */
const MOST_BODY = 256 * 1024;

export interface Site {
  readonly app: Router;
  /** Ends what was begun: programs, watches. */
  close(): Promise<void>;
}

export function siteApp({ built, root, port }: SiteOptions): Site {
  const app = new Router().hooks(fromHereOnly(port), securityHeaders(), csrf(), bodyLimit(MOST_BODY));
  // A page asks for it to learn whether there is something to do here.
  app.get("/assets/here.js", (c) => {
    c.header("content-type", "text/javascript; charset=utf-8").header("cache-control", "no-store");
    return c.bytes(new TextEncoder().encode("export const here = true;\n"));
  });
  const programs = new Programs(root);
  addPlayground(app, root, programs);
  const endLive = addLive(app, root);
  const files = staticFiles(built, { precompressed: ["br", "gzip"] });
  app.at("/", files).at("/*file", files);
  const close = async () => {
    endLive();
    await programs.close();
  };
  return { app, close };
}
