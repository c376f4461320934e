import { Readable } from "node:stream";
import express from "express";

const mib = Buffer.alloc(64 * 1024, "x");
const app = express();
app.use((_request, _response, next) => next());
app.get("/", (_request, response) => response.json({ hello: "world" }));
app.post("/json", express.json(), (request, response) => response.json({ hello: request.body.name }));
app.get("/stream", (_request, response) => {
  Readable.from(Array.from({ length: 16 }, () => mib)).pipe(response);
});
app.listen(Number(process.env.PORT), "127.0.0.1");
