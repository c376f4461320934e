/** What node:http2 does by itself, with its streams and without its face for code of HTTP/1.1: the floor. */

import { createServer } from "node:http2";

const body = JSON.stringify({ hello: "world" });
createServer()
  .on("stream", (stream) => {
    stream.on("error", () => {});
    stream.respond({ ":status": 200, "content-type": "application/json", "content-length": body.length });
    stream.end(body);
  })
  .listen(Number(process.env.PORT), "127.0.0.1");
