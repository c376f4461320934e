import { Readable } from "node:stream";
import Router from "@koa/router";
import Koa from "koa";

const mib = Buffer.alloc(64 * 1024, "x");
const router = new Router();
router.get("/", (c) => {
  c.body = { hello: "world" };
});
router.post("/json", async (c) => {
  const pieces = [];
  for await (const piece of c.req) pieces.push(piece);
  c.body = { hello: JSON.parse(Buffer.concat(pieces).toString()).name };
});
router.get("/stream", (c) => {
  c.body = Readable.from(Array.from({ length: 16 }, () => mib));
});
new Koa()
  .use((_c, next) => next())
  .use(router.routes())
  .listen(Number(process.env.PORT), "127.0.0.1");
