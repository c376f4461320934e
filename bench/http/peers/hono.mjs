import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { stream } from "hono/streaming";

const mib = Buffer.alloc(64 * 1024, "x");
const app = new Hono();
app.use((_c, next) => next());
app.get("/", (c) => c.json({ hello: "world" }));
app.post("/json", async (c) => c.json({ hello: (await c.req.json()).name }));
app.get("/stream", (c) =>
  stream(c, async (out) => {
    for (let i = 0; i < 16; i++) await out.write(mib);
  }),
);
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: "127.0.0.1" });
