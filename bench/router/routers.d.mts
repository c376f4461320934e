import type { RouteLine } from "./rest-api.ts";

export type Look = (method: string, path: string) => unknown;

/** Errors: what the router throws when it cannot hold `routes`. */
export const routers: Readonly<Record<string, (routes: readonly RouteLine[]) => Promise<Look>>>;
