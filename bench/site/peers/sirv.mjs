/** As its documentation has it for production: the folder is read once, at the start. */

import { createServer } from "node:http";
import sirv from "sirv";

const files = sirv(process.env.FILES, { brotli: true, gzip: true, etag: true });
const server = createServer((request, response) => {
  files(request, response, () => response.writeHead(404).end());
});
server.keepAliveTimeout = 300_000;
server.listen(Number(process.env.PORT), "127.0.0.1");
