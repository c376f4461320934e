/**
 * Who may ask: a page of this site in a browser on this machine, and programs on it. A name that another site has made
 * to mean 127.0.0.1 is refused by Host, its pages by Origin and by what browsers say themselves.
 */
import { type HookFunction, HttpError } from "../../day5/src/index.ts";

const HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * `port` is asked at each request: it is known once the server listens.
 * Errors: HttpError 403 for a page of another site, 421 for a name that is not ours.
 */
export const fromHereOnly =
  (port: () => number): HookFunction =>
  (c) => {
    const [, name = "", asked = "80"] = /^(.*?)(?::(\d+))?$/.exec(c.host.toLowerCase()) ?? [];
    if (!HOSTS.has(name) || asked !== String(port()))
      throw new HttpError(421, "this server answers for the machine that it runs on, and for no other name", {
        expose: true,
      });
    const { headers } = c.req;
    const origin = headers.get("origin");
    const site = headers.get("sec-fetch-site");
    // A link from elsewhere may lead to a page; it may not fetch, embed or send anything.
    const isLink =
      c.method === "GET" &&
      headers.get("sec-fetch-mode") === "navigate" &&
      headers.get("sec-fetch-dest") === "document";
    const isForeign =
      (origin !== null && origin !== `http://${c.host}`) ||
      (site !== null && site !== "same-origin" && site !== "none");
    if (isForeign && !(isLink && origin === null))
      throw new HttpError(403, "this request comes from another site", { code: "CROSS_SITE", expose: true });
  };
