/**
 * What the services are asked to do, as wrk scripts. The todo API is asked by visitors that have logged in before,
 * each with a cookie of its own: three look at their list, the fourth changes it.
 */

import { IN_TURN, type Workload } from "../http/workloads.ts";

/** wrk's connections, and as many visitors. */
export const VISITORS = 64;

/** `todo` needs the visitors' cookies; the others are the same for all servers. */
export function workloadsFor(cookies: readonly string[]): readonly Workload[] {
  const plain = (name: string, title: string, path: string): Workload => ({
    ...{ name, title, path, connections: VISITORS, lua: "", depth: 1 },
  });
  return [
    { ...plain("todo", "todo API: session, schema", "/api/todos"), lua: todoLua(cookies) },
    plain("static", "a file of 10 KiB", "/files/page.html"),
    plain("plain", "GET, nothing of it", "/plain"),
    plain("hooked", "GET behind ten hooks that pass", "/hooked"),
    plain("middlewares", "GET inside ten endpoints that pass", "/middlewares"),
    plain("wrapped", "GET inside ten functions with next() that pass", "/wrapped"),
  ];
}

export const WORKLOADS: readonly string[] = workloadsFor([]).map(({ name }) => name);

function todoLua(cookies: readonly string[]): string {
  return `
local cookies = { ${cookies.map((cookie) => JSON.stringify(cookie)).join(", ")} }
local requests, at = {}, 0
init = function()
  for i, cookie in ipairs(cookies) do
    local look = { ["Cookie"] = cookie }
    local change = { ["Cookie"] = cookie, ["Content-Type"] = "application/json" }
    for j = 1, 3 do requests[#requests + 1] = wrk.format("GET", "/api/todos", look) end
    requests[#requests + 1] = wrk.format("PATCH", "/api/todos/2", change, '{"done":' .. tostring(i % 2 == 0) .. "}")
  end
end
${IN_TURN}
`;
}
