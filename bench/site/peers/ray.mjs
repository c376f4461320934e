/** The static part of the site. With the word "whole" also what the site has around it: its hooks, and the guard's look. */

const { listen, Router } = await import("../../.build/index.js");
const { bodyLimit, csrf, securityHeaders } = await import("../../.build/middleware/index.js");
const { staticFiles } = await import("../../.build/static/index.js");

const app = new Router();
if (process.argv[2] === "whole") app.hooks(securityHeaders(), csrf(), bodyLimit(256 * 1024));
const files = staticFiles(process.env.FILES, { precompressed: ["br", "gzip"] });
app.at("/", files).at("/*file", files);
await listen(`127.0.0.1:${process.env.PORT}`, app, {
  limits: { keepAliveTimeoutMs: 300_000, headTimeoutMs: 300_000 },
});
