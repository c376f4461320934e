import Fastify from "fastify";

const app = Fastify({ http2: true });
app.addHook("onRequest", (_request, _reply, done) => done());
app.get("/", () => ({ hello: "world" }));
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
