/**
 * The program that thrown-anything.test.ts runs: throws each value at each place, over real connections, and
 * prints as JSON how many it tried and what went wrong. PLACES: "app" or "hooks"; LOGGER: a logger's name. It must end
 * by itself: whatever crashes it is what the test looks for.
 */

import type { Endpoint, Logger } from "../../day5/src/index.ts";
import type { TcpAddress } from "../../day5/src/net.ts";
import { readAnswer, request } from "./http-client.ts";
import { RawClient } from "./raw-client.ts";
import { ray } from "./stage.ts";
import { loggerOf } from "./thrown-loggers.ts";
import { appPlaces, hookPlaces, type Place } from "./thrown-places.ts";
import { thrownValues } from "./thrown-values.ts";

const places = process.env.PLACES === "hooks" ? hookPlaces() : appPlaces;
const wrong: string[] = [];
let count = 0;

/** A server for one logger, with two permits: two that did not come back would stop everything. */
class Trial {
  #endpoint: Endpoint = { call: () => new ray.Response() };
  /** Kept from one combination to the next, for as long as the server keeps it. */
  #client: RawClient | null = null;

  async run(logger: Logger, name: string): Promise<void> {
    const app: Endpoint = { call: (c) => (c.path === "/next" ? c.string("next") : this.#endpoint.call(c)) };
    const server = await ray.listen("127.0.0.1:0", app, { logger, maxConnections: 2 });
    for (const [where, place] of Object.entries(places)) {
      for (const [what, make] of Object.entries(thrownValues)) {
        count += 1;
        this.#client ??= await RawClient.connect(server.address as TcpAddress);
        await this.#tryOne(this.#client, place, make).catch((error) => {
          wrong.push(`${what} in ${where}, logger ${name}: ${error.message}`);
          this.#client?.destroy();
          this.#client = null;
        });
      }
    }
    this.#client?.end();
    const { forced } = await server.shutdown();
    await server.closed;
    if (forced > 0) wrong.push(`logger ${name}: ${forced} connections were cut off`);
  }

  async #tryOne(client: RawClient, place: Place, make: () => unknown): Promise<void> {
    this.#endpoint = ray.toEndpoint(
      place.app(() => {
        throw make();
      }),
    );
    client.send(request("GET /boom") + request("GET /next"));
    if (place.breaksOff) {
      await client.closed;
      this.#client = null;
      if (client.received.endsWith("0\r\n\r\n")) throw new Error("the answer looks whole");
      if (client.received.includes("next")) throw new Error("something follows what broke off");
      return;
    }
    const { statusLine, text } = await readAnswer(client);
    if (statusLine !== "HTTP/1.1 500 Internal Server Error" || text !== "Internal Server Error\n") {
      throw new Error(`${statusLine}: ${text}`);
    }
    const next = await readAnswer(client);
    if (next.text !== "next") throw new Error(`then: ${next.statusLine}`);
  }
}

const { LOGGER = "none" } = process.env;
await new Trial().run(loggerOf(LOGGER), LOGGER);
console.log(JSON.stringify({ count, wrong }));
