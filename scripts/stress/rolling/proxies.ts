/** HAProxy with checks on /ready, and nginx with its defaults: their configurations, and how they are started. */

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

export interface FrontProxy {
  readonly name: string;
  /** The command, without a shell; null where the program is not installed. */
  command(folder: string, port: number, backends: readonly number[]): readonly string[] | null;
}

const find = (program: string) =>
  ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file)) ?? null;

export const haproxy: FrontProxy = {
  name: "haproxy",
  command(folder, port, backends) {
    const program = find("haproxy");
    if (program === null) return null;
    const file = join(folder, "haproxy.cfg");
    const servers = backends.map((backend, n) => `  server s${n} 127.0.0.1:${backend} check`);
    const config = [
      "global",
      "  maxconn 2000",
      "defaults",
      "  mode http",
      "  timeout connect 5s",
      "  timeout client 30s",
      "  timeout server 30s",
      "frontend front",
      `  bind 127.0.0.1:${port}`,
      "  default_backend back",
      "backend back",
      "  option httpchk GET /ready",
      ...servers,
      "",
    ];
    writeFileSync(file, config.join("\n"));
    return [program, "-db", "-f", file];
  },
};

export const nginx: FrontProxy = {
  name: "nginx",
  command(folder, port, backends) {
    const program = find("nginx");
    if (program === null) return null;
    const file = join(folder, "nginx.conf");
    for (const name of ["body", "proxy", "fastcgi", "uwsgi", "scgi"]) {
      mkdirSync(join(folder, name), { recursive: true });
    }
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (name) => `  ${name}_temp_path ${join(folder, name.replace("client_", ""))};`,
    );
    const config = [
      "daemon off;",
      "worker_processes 1;",
      `pid ${join(folder, "nginx.pid")};`,
      `error_log ${join(folder, "error.log")};`,
      "events { worker_connections 1024; }",
      "http {",
      "  access_log off;",
      ...temporary,
      `  upstream back { ${backends.map((backend) => `server 127.0.0.1:${backend};`).join(" ")} }`,
      `  server { listen 127.0.0.1:${port}; location / { proxy_pass http://back; } }`,
      "}",
      "",
    ];
    writeFileSync(file, config.join("\n"));
    return [program, "-e", join(folder, "error.log"), "-p", folder, "-c", file];
  },
};

/** A port that was free a moment ago: a proxy's configuration must name one. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
