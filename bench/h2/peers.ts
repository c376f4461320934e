/** The servers that speak HTTP/2 in clear text, and how each is started. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bunOf, type Peer } from "../http/peers.ts";
import { onPath } from "../machine.ts";

const script = (name: string) => fileURLToPath(new URL(`peers/${name}.mjs`, import.meta.url));

function node(name: string): Peer {
  return { name, command: () => [process.execPath, script(name)], missing: null, skips: [] };
}

/** Fixed bytes from one process, as the floor. */
function nginx(): Peer {
  return {
    name: "nginx",
    command(port) {
      const folder = mkdtempSync(join(tmpdir(), "ray-bench-nginx-"));
      process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
      mkdirSync(join(folder, "logs"));
      const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map((name) => `${name}_temp_path ${folder}/${name};`)
        .join(" ");
      const answer = `default_type application/json; return 200 '{"hello":"world"}';`;
      writeFileSync(
        join(folder, "nginx.conf"),
        `daemon off; master_process off; worker_processes 1; pid ${folder}/pid;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000000; ${paths}
  server { listen 127.0.0.1:${port} http2; location / { ${answer} } } }
`,
      );
      return ["nginx", "-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")];
    },
    missing: onPath("nginx") ? null : "not installed; Debian: apt-get install nginx-light",
    skips: [],
  };
}

export const peers: readonly Peer[] = [
  node("ray"),
  node("node-http2"),
  node("fastify"),
  // Bun has no server of its own for HTTP/2: it runs what it has of node:http2.
  bunOf("bun-http2", script("node-http2")),
  nginx(),
];
