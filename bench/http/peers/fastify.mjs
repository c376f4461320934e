import { Readable } from "node:stream";
import Fastify from "fastify";

const mib = Buffer.alloc(64 * 1024, "x");
const app = Fastify();
app.addHook("onRequest", (_request, _reply, done) => done());
app.get("/", () => ({ hello: "world" }));
app.post("/json", (request) => ({ hello: request.body.name }));
app.get("/stream", (_request, reply) => reply.send(Readable.from(Array.from({ length: 16 }, () => mib))));
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
