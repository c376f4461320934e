/**
 * The servers that are measured, and how each is started. A peer that this machine does not have is left
 * out with a word on how to get it; the floor and node:http are always there.
 */

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onPath } from "../machine.ts";

export interface Peer {
  readonly name: string;
  /** The command without PORT, which goes in by the environment or by a file of its own. */
  command(port: number): readonly string[];
  /** Why it cannot run here; null: it can. */
  readonly missing: string | null;
  /** Workloads that it is not asked to do. */
  readonly skips: readonly string[];
  /** Measured only when `--only` names it. */
  readonly isExtra?: boolean;
}

const require = createRequire(import.meta.url);
const script = (name: string) => fileURLToPath(new URL(`peers/${name}.mjs`, import.meta.url));

/** nginx answers fixed bytes, as the floor does; a POST and a stream would measure something else. */
const FIXED = ["post", "stream"];

function node(name: string, skips: readonly string[] = []): Peer {
  return { name, command: () => [process.execPath, script(name)], missing: null, skips };
}

/** A script that Bun runs. */
export function bunOf(name: string, file: string): Peer {
  const platform = `${process.platform}-${process.arch}`;
  let binary: string | null = null;
  try {
    binary = join(require.resolve(`@oven/bun-${platform}/package.json`), "..", "bin", "bun");
  } catch {
    // Bun ships one package for each platform, and npm installs the one that fits, if there is one.
  }
  return {
    name,
    command: () => [binary ?? "bun", file],
    missing: binary !== null && existsSync(binary) ? null : `npm has no Bun for ${platform}`,
    skips: [],
  };
}

/**
 * `location`: what nginx does with a request. Workloads in `skips` it is not asked to do. `how` it listens, behind the
 * address: such as "http2".
 */
export function nginxOf(location: string, skips: readonly string[] = [], how = ""): Peer {
  // For all its runs; made for the first of them.
  let folder = "";
  return {
    name: "nginx",
    command(port) {
      if (folder === "") {
        folder = mkdtempSync(join(tmpdir(), "ray-bench-nginx-"));
        mkdirSync(join(folder, "logs"));
        process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
      }
      writeFileSync(join(folder, "nginx.conf"), nginxConfig(folder, `${port} ${how}`, location));
      return ["nginx", "-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")];
    },
    missing: onPath("nginx") ? null : "not installed; Debian: apt-get install nginx-light",
    skips,
  };
}

function nginxConfig(folder: string, port: string, location: string): string {
  // One process, like the others; no limit on the requests of a connection, which would cost reconnects.
  return `daemon off; master_process off; worker_processes 1; pid ${folder}/pid;
events { worker_connections 8192; }
http {
  access_log off; keepalive_requests 1000000000; keepalive_timeout 300s; client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fcgi; uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${port}; location / { ${location} } }
}
`;
}

export const ray: Peer = node("ray");

/** The peer that stands for an older ray. */
export const BEFORE = "ray-before";

export const peers: readonly Peer[] = [
  node("floor", FIXED),
  ray,
  // For one question only, what the event loop costs: to be asked for by name.
  { ...node("ray-direct"), isExtra: true },
  // ray as it was at the revision that `--before` names.
  {
    ...node("ray"),
    name: BEFORE,
    command: () => [process.execPath, script("ray"), "../../.before/out"],
    isExtra: true,
  },
  node("node-http"),
  node("fastify"),
  node("hono"),
  node("koa"),
  node("express"),
  bunOf("bun", script("bun")),
  nginxOf(`default_type application/json; return 200 '{"hello":"world"}';`, FIXED),
];
