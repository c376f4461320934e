import { createServer } from "node:http";
import { Readable } from "node:stream";

const mib = Buffer.alloc(64 * 1024, "x");

function json(response, value) {
  const text = JSON.stringify(value);
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
}

createServer((request, response) => {
  if (request.url === "/stream") {
    response.writeHead(200, { "content-type": "application/octet-stream" });
    Readable.from(Array.from({ length: 16 }, () => mib)).pipe(response);
  } else if (request.method === "POST") {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => json(response, { hello: JSON.parse(Buffer.concat(pieces).toString()).name }));
  } else json(response, { hello: "world" });
})
  .on("connection", (socket) => socket.setMaxListeners(0))
  .listen(Number(process.env.PORT), "127.0.0.1");
