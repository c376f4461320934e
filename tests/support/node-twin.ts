/**
 * What node:http makes of raw requests: the peer that the tables are held against. Its handler is that of the
 * tables, and everything else is as Node has it by default.
 */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { rounds } from "./fake-clock.ts";
import { RawClient } from "./raw-client.ts";

export interface NodeTwin {
  /** The last status, or "none", and what becomes of the connection: "200 open", "none closed", "none waits". */
  outcomeOf(bytes: string): Promise<string>;
}

const FINAL_STATUS = /HTTP\/1\.1 ([2-5]\d\d) /g;
const PROBE = "GET /probe HTTP/1.1\r\nHost: a\r\n\r\n";

export async function startNodeTwin(t: TestContext): Promise<NodeTwin> {
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("latin1");
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("error", () => {});
    request.on("end", () => response.end(`${request.method} ${request.url} ${body}`));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return {
    async outcomeOf(bytes) {
      const client = await RawClient.connect({ host: "127.0.0.1", port });
      client.send(bytes);
      await quiet(client);
      const status = [...client.received.matchAll(FINAL_STATUS)].at(-1)?.[1] ?? "none";
      if (!client.ended) client.send(PROBE);
      await quiet(client);
      const isOpen = client.received.endsWith("GET /probe ");
      const end = isOpen ? "open" : client.ended ? "closed" : "waits";
      client.destroy();
      return `${status} ${end}`;
    },
  };
}

/** Waits until nothing more comes. The server is in this process: it does not need long. */
async function quiet(client: RawClient): Promise<void> {
  for (let still = 0, before = -1; still < 20 && !client.ended; still += 1) {
    await rounds(1);
    if (client.received.length !== before) still = 0;
    before = client.received.length;
  }
}
