/**
 * The floor: node:net answers fixed bytes to whatever ends in an empty line. It is no server, but nothing
 * that is written in JavaScript on node:net can be faster.
 */

import { createServer } from "node:net";

const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 17\r\n";
const answer = `${head}date: Fri, 20 Nov 2026 22:20:00 GMT\r\n\r\n{"hello":"world"}`;

createServer({ noDelay: true }, (socket) => {
  socket.on("error", () => {});
  socket.on("data", (bytes) => {
    let count = 0;
    for (let at = bytes.indexOf("\r\n\r\n"); at >= 0; at = bytes.indexOf("\r\n\r\n", at + 4)) count += 1;
    if (count > 0) socket.write(count === 1 ? answer : answer.repeat(count), "latin1");
  });
}).listen(Number(process.env.PORT), "127.0.0.1");
