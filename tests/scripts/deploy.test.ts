/**
 * `deploy/`: its service runs on the package, and what stands in front of it agrees with the times that `run` takes.
 * nginx, HAProxy and systemd read their files themselves, where they are installed.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";
import { behindProxy } from "../../day5/src/app/stop-times.ts";
import { defaultLimits } from "../../day5/src/http/limits.ts";
import { buildPackage } from "../../scripts/package/build.ts";
import { Child } from "../support/child.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (name: string) => readFileSync(join(root, "deploy", name), "utf8");
const seconds = (text: string | undefined) => Number(text) * 1000;

/** Asks over a connection of its own, as those do who look whether a server is there. */
function ask(
  port: number,
  path: string,
): Promise<{ status: number; text: string; requestId: string | undefined }> {
  return new Promise((resolve, reject) => {
    request(
      { port, path, host: "127.0.0.1", agent: false, headers: { "x-forwarded-for": "203.0.113.9" } },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece) => {
          text += piece;
        });
        answer.on("end", () => {
          const requestId = answer.headers["x-request-id"];
          resolve({ status: answer.statusCode ?? 0, text, requestId: requestId?.toString() });
        });
      },
    )
      .on("error", reject)
      .end();
  });
}

describe("deploy/server.mjs", () => {
  const project = mkdtempSync(join(tmpdir(), "ray-deploy-"));
  before(() => {
    mkdirSync(join(project, "node_modules"));
    buildPackage(root, join(project, "node_modules", "ray"));
    cpSync(join(root, "deploy", "server.mjs"), join(project, "server.mjs"));
    writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  });
  after(() => rmSync(project, { recursive: true, force: true }));

  test("believes the proxy, says that it is ready, and goes on accepting after SIGTERM while it says that it is not", {
    // On Windows a signal from outside ends a process at once.
    skip: process.platform === "win32",
  }, async (t) => {
    const child = Child.run(t, join(project, "server.mjs"), { PORT: "0", HOST: "127.0.0.1" });
    const [, port] = await child.printed(/^listening on http:\/\/127\.0\.0\.1:(\d+)$/m);
    const visit = await ask(Number(port), "/");
    assert.deepEqual([visit.status, visit.text], [200, "hello 203.0.113.9\n"]);
    assert.match(visit.requestId ?? "", /^[0-9a-f-]{36}$/);
    assert.deepEqual(await ask(Number(port), "/ready"), {
      status: 200,
      text: "ready\n",
      requestId: undefined,
    });
    child.kill("SIGTERM");
    await child.printed(/"message":"draining"/);
    assert.equal((await ask(Number(port), "/ready")).status, 503);
    assert.equal((await ask(Number(port), "/live")).status, 200);
    assert.equal((await ask(Number(port), "/")).status, 200);
    // The looks are in no log; the two visits are.
    assert.equal(child.stdout.match(/"message":"answered"/g)?.length, 2);
    child.kill("SIGINT");
    assert.equal((await child.exited).code, 130);
  });
});

test("what supervises it waits longer than its stop takes", () => {
  // The second is for what a program does behind `run`.
  const stop = behindProxy.deadlineMs + 1000;
  assert.ok(seconds(/^TimeoutStopSec=(\d+)$/m.exec(read("ray@.service"))?.[1]) > stop);
  const [deployment] = parseAllDocuments(read("kubernetes.yaml")).map((document) => document.toJS());
  const pod = deployment.spec.template.spec;
  assert.ok(seconds(pod.terminationGracePeriodSeconds) > stop);
});

test("those who look at /ready let go while it goes on accepting, and /live is what decides on a restart", () => {
  const [deployment, service] = parseAllDocuments(read("kubernetes.yaml")).map((document) => document.toJS());
  const [container] = deployment.spec.template.spec.containers;
  const { readinessProbe, livenessProbe, ports } = container;
  assert.equal(readinessProbe.httpGet.path, "/ready");
  assert.equal(livenessProbe.httpGet.path, "/live");
  assert.equal(ports[0].containerPort, service.spec.ports[0].targetPort);
  assert.deepEqual(service.spec.selector, deployment.spec.template.metadata.labels);
  assert.ok(
    seconds(readinessProbe.periodSeconds) * readinessProbe.failureThreshold < behindProxy.acceptGraceMs,
  );
  const [, inter, fall] = /check inter (\d+)s fall (\d+)/.exec(read("haproxy.cfg")) ?? [];
  assert.ok(seconds(inter) * Number(fall) < behindProxy.acceptGraceMs);
});

test("nginx forgives before the next server closes, and lets idle connections go before the server does", () => {
  const config = read("nginx.conf");
  for (const [, failTimeout] of config.matchAll(/fail_timeout=(\d+)s/g))
    assert.ok(seconds(failTimeout) < behindProxy.acceptGraceMs);
  assert.ok(seconds(/keepalive_timeout (\d+)s;/.exec(config)?.[1]) < defaultLimits.keepAliveTimeoutMs);
  const bodies = /client_max_body_size (\d+)m;/.exec(config)?.[1];
  assert.equal(Number(bodies) * 1024 * 1024, defaultLimits.maxBodyBytes);
});

for (const [program, args] of [
  ["nginx", ["-t", "-c", join(root, "deploy", "nginx.conf")]],
  ["haproxy", ["-c", "-f", join(root, "deploy", "haproxy.cfg")]],
] as const) {
  const found = spawnSync(program, ["-v"]);
  const skip = found.error
    ? `${program} is not installed`
    : process.getuid?.() !== 0 && "only root may try it";

  test(`${program} reads its file without a complaint`, { skip }, () => {
    const { status, stderr, stdout } = spawnSync(program, args, { encoding: "utf8" });
    assert.equal(status, 0, stdout + stderr);
  });
}
