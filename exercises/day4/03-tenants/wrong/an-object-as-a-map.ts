/**
 * Misunderstanding: an object is a table of names. It has names of its own before anything is put in.
 * Killed by: "a tenant may be called constructor, or __proto__"
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
  const apps: Record<string, Endpoint> = {};

  function start(name: string): Endpoint {
    const made = make(name);
    if (made === null) throw new HttpError(404, "there is nothing at this path");
    const app = toEndpoint(made);
    app.prepare?.();
    return app;
  }

  return {
    call(c: AppContext): Response | Promise<Response> {
      const { name } = c.params as { readonly name: string };
      const app = apps[name] ?? start(name);
      delete apps[name];
      apps[name] = app;
      const [oldest, ...others] = Object.keys(apps);
      if (others.length >= max && oldest !== undefined) delete apps[oldest];
      return app.call(c);
    },
  };
}
