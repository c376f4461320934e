/** Run by Bun, not by Node. */

const mib = new Uint8Array(64 * 1024).fill(120);

Bun.serve({
  port: Number(process.env.PORT),
  hostname: "127.0.0.1",
  routes: {
    "/": { GET: () => Response.json({ hello: "world" }) },
    "/json": { POST: async (request) => Response.json({ hello: (await request.json()).name }) },
    "/stream": {
      GET: () =>
        new Response(
          new ReadableStream({
            type: "direct",
            async pull(out) {
              for (let i = 0; i < 16; i++) await out.write(mib);
              out.close();
            },
          }),
        ),
    },
  },
});
