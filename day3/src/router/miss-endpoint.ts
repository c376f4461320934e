/**
 * An app's own answer where no route matches. It begins with the status that the miss has, so a page that
 * says nothing of it is no 200; RFC 9110 §15.5.6: a 405 has Allow. Made by `notFound` and `methodNotAllowed`.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import type { Response } from "../http/response.ts";

export type MissKind = "notFound" | "methodNotAllowed";

export class MissEndpoint implements Endpoint {
  readonly #inner: Endpoint;
  readonly #kind: MissKind;
  readonly #table: { allow(path: string): readonly string[] };

  /** `table` knows the methods of a path. */
  constructor(kind: MissKind, inner: Endpoint, table: { allow(path: string): readonly string[] }) {
    this.#kind = kind;
    this.#inner = inner;
    this.#table = table;
  }

  prepare(): void {
    this.#inner.prepare?.();
  }

  call(c: AppContext): Response | Promise<Response> {
    if (this.#kind === "notFound") c.status(404);
    else c.status(405).header("allow", this.#table.allow(c.path).join(", "));
    return this.#inner.call(c);
  }
}
