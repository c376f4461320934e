/**
 * What the servers are asked to do. Each workload is a wrk script and a path; the numbers of connections
 * are wrk's.
 */

export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  readonly connections: number;
  /** wrk's Lua; it may be empty. */
  readonly lua: string;
  /** Requests in one wrk request: its count is of answers, so this is for reading only. */
  readonly depth: number;
}

/** What a current browser sends with a navigation: ten fields beside Host. */
const BROWSER = [
  ["User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"],
  ["Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"],
  ["Accept-Language", "en-US,en;q=0.5"],
  ["Accept-Encoding", "gzip, deflate, br, zstd"],
  ["Connection", "keep-alive"],
  ["Cookie", "session=0123456789abcdef0123456789abcdef; theme=dark"],
  ["Upgrade-Insecure-Requests", "1"],
  ["Sec-Fetch-Dest", "document"],
  ["Sec-Fetch-Mode", "navigate"],
  ["Sec-Fetch-Site", "none"],
];

const browserLua = BROWSER.map(([name, value]) => `wrk.headers["${name}"] = "${value}"`).join("\n");

const pipelineLua = `
init = function()
  local all = {}
  for i = 1, 16 do all[i] = wrk.format("GET", "/") end
  batch = table.concat(all)
end
request = function() return batch end
`;

// 1 KiB of JSON, of which the server needs one member.
const postLua = `
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"name":"ray","text":"' .. string.rep("x", 1000) .. '"}'
`;

export const workloads: readonly Workload[] = [
  { name: "small", title: "GET, small head", path: "/", connections: 64, lua: "", depth: 1 },
  { name: "browser", title: "GET, a browser's head", path: "/", connections: 64, lua: browserLua, depth: 1 },
  {
    name: "pipelined",
    title: "pipelined, depth 16",
    path: "/",
    connections: 64,
    lua: pipelineLua,
    depth: 16,
  },
  { name: "post", title: "POST 1 KiB of JSON", path: "/json", connections: 64, lua: postLua, depth: 1 },
  { name: "stream", title: "stream of 1 MiB", path: "/stream", connections: 16, lua: "", depth: 1 },
];

/** In Lua, where `requests` are made and `at` is 0: each connection asks them in turn. */
export const IN_TURN = `request = function()
  at = at % #requests + 1
  return requests[at]
end`;
