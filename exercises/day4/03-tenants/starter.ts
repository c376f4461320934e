/**
 * An app for each tenant, made when it is first asked. Exercise day4/03.
 */

import {
  type App,
  type AppContext,
  type Endpoint,
  HttpError,
  type Response,
  toEndpoint,
} from "../../../day4/src/index.ts";

/** `make`: the app of a tenant, null for none. `max`: so many are kept. */
export function perTenant(make: (name: string) => App | null, max: number): Endpoint {
  return {
    call(c: AppContext): Response | Promise<Response> {
      throw new Error("day4/03: write perTenant");
    },
  };
}
