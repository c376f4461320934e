/**
 * A route that cannot be registered. It is a mistake in the program, so it is thrown where the route is
 * written, names the routes it is about, and is no HttpError.
 */

export class RouteError extends Error {
  readonly code = "BAD_ROUTE";

  constructor(message: string) {
    super(message);
    this.name = "RouteError";
  }
}
