/** The servers that speak HTTP/2 in clear text, and how each is started. */

import { fileURLToPath } from "node:url";
import { bunOf, nginxOf, type Peer } from "../http/peers.ts";

const script = (name: string) => fileURLToPath(new URL(`peers/${name}.mjs`, import.meta.url));

function node(name: string): Peer {
  return { name, command: () => [process.execPath, script(name)], missing: null, skips: [] };
}

export const peers: readonly Peer[] = [
  node("ray"),
  node("node-http2"),
  node("fastify"),
  // Bun has no server of its own for HTTP/2: it runs what it has of node:http2.
  bunOf("bun-http2", script("node-http2")),
  // Fixed bytes from one process, as the floor.
  nginxOf(`default_type application/json; return 200 '{"hello":"world"}';`, [], "http2"),
];
