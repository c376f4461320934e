/**
 * Misunderstanding: an app that is called works. Its start is where it checks what it is made of; the router around it
 * cannot start an app that is not there yet.
 * Killed by: "an app is made and started once, at its first request"
 */

import {
  type App,
  type AppContext,
  type Endpoint,
  HttpError,
  type Response,
  toEndpoint,
} from "../../../../day4/src/index.ts";

/** `make`: the app of a tenant, null for none. `max`: so many are kept. */
export function perTenant(make: (name: string) => App | null, max: number): Endpoint {
  const apps = new Map<string, Endpoint>();

  function start(name: string): Endpoint {
    const made = make(name);
    if (made === null) throw new HttpError(404, "there is nothing at this path");
    const app = toEndpoint(made);

    return app;
  }

  return {
    call(c: AppContext): Response | Promise<Response> {
      const { name } = c.params as { readonly name: string };
      const app = apps.get(name) ?? start(name);
      apps.delete(name);
      apps.set(name, app);
      const [oldest] = apps.keys();
      if (apps.size > max && oldest !== undefined) apps.delete(oldest);
      return app.call(c);
    },
  };
}
