/**
 * Which routes are registered and what is asked for. `mixed` is the set with which the benchmarks of hono and
 * memoirist measure: twelve routes, seven requests. `rest` asks for every route of rest-api.ts once.
 */

import { type RouteLine, restApi } from "./rest-api.ts";

export interface LookUpSet {
  readonly name: string;
  readonly title: string;
  readonly routes: readonly RouteLine[];
  /** Method and path of each request, in the order of asking. */
  readonly requests: readonly RouteLine[];
}

const twelve: readonly RouteLine[] = [
  ["GET", "/user"],
  ["GET", "/user/comments"],
  ["GET", "/user/avatar"],
  ["GET", "/user/lookup/username/:username"],
  ["GET", "/user/lookup/email/:address"],
  ["GET", "/event/:id"],
  ["GET", "/event/:id/comments"],
  ["POST", "/event/:id/comment"],
  ["GET", "/map/:location/events"],
  ["GET", "/status"],
  ["GET", "/very/deeply/nested/route/hello/there"],
  ["GET", "/static/*rest"],
];

const seven: readonly RouteLine[] = [
  ["GET", "/user"],
  ["GET", "/user/comments"],
  ["GET", "/user/lookup/username/hey"],
  ["GET", "/event/abcd1234/comments"],
  ["POST", "/event/abcd1234/comment"],
  ["GET", "/very/deeply/nested/route/hello/there"],
  ["GET", "/static/index.html"],
];

/** A path that `route` answers: every name has a value of its own. */
export function exampleOf([method, path]: RouteLine): RouteLine {
  const filled = path.replaceAll(/:(\w+)/g, "$1-42").replace(/\*(\w+)$/, "$1/a/b.txt");
  return [method, filled];
}

export const lookUpSets: readonly LookUpSet[] = [
  { name: "mixed", title: "12 routes, 7 requests", routes: twelve, requests: seven },
  {
    name: "rest",
    title: `${restApi.length} routes of a REST API, each asked for once`,
    routes: restApi,
    requests: restApi.map(exampleOf),
  },
];
