/**
 * What all of ray's servers here run: the whole stack of day 5, as JavaScript that tsc emitted. The first argument
 * names another build than today's.
 */

const { listen, Router } = await import(`${process.argv[2] ?? "../../.build"}/index.js`);

const mib = Buffer.alloc(64 * 1024, "x");
const router = new Router()
  .hooks(() => {})
  .get("/", (c) => c.json({ hello: "world" }))
  .post("/json", async (c) => {
    const { name } = await c.req.json();
    return c.json({ hello: name });
  })
  .get("/stream", (c) =>
    c.stream(
      (async function* () {
        for (let i = 0; i < 16; i++) yield mib;
      })(),
    ),
  );
/** Starts the server on PORT. */
export function start(options = {}) {
  return listen(`127.0.0.1:${process.env.PORT}`, router, {
    limits: { keepAliveTimeoutMs: 300_000, headTimeoutMs: 300_000 },
    ...options,
  });
}
