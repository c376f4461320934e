/**
 * Every router behind one face: `make(routes)` gives `look(method, path)`, which does what a framework asks of its
 * router for each request: the handler, and all params in an object. JavaScript, because the peers are installed apart
 * from the course and its compiler need not know them.
 */

const handler = () => {};
/** The last segment of a path with a wildcard, in the words of another router. */
const wild = (path, word) => path.replace(/\*\w+$/, word);

export const routers = {
  ray: (routes) => ray("../.build", routes),
  // As it was at the revision that `--before` names.
  "ray-before": (routes) => ray("../.before/out", routes),

  async "find-my-way"(routes) {
    const { default: findMyWay } = await import("find-my-way");
    const router = findMyWay();
    for (const [method, path] of routes) router.on(method, wild(path, "*"), handler);
    return (method, path) => router.find(method, path);
  },

  async memoirist(routes) {
    const { Memoirist } = await import("memoirist");
    const router = new Memoirist();
    for (const [method, path] of routes) router.add(method, wild(path, "*"), handler);
    return (method, path) => router.find(method, path);
  },

  async rou3(routes) {
    const { addRoute, createRouter, findRoute } = await import("rou3");
    const router = createRouter();
    for (const [method, path] of routes) addRoute(router, method, path.replace(/\*(\w+)$/, "**:$1"), handler);
    return (method, path) => findRoute(router, method, path);
  },

  async "rou3 compiled"(routes) {
    const { addRoute, createRouter } = await import("rou3");
    const { compileRouter } = await import("rou3/compiler");
    const router = createRouter();
    for (const [method, path] of routes) addRoute(router, method, path.replace(/\*(\w+)$/, "**:$1"), handler);
    return compileRouter(router);
  },

  async "hono RegExpRouter"(routes) {
    const { RegExpRouter } = await import("hono/router/reg-exp-router");
    return hono(new RegExpRouter(), routes);
  },

  async "hono TrieRouter"(routes) {
    const { TrieRouter } = await import("hono/router/trie-router");
    return hono(new TrieRouter(), routes);
  },

  async "koa router"(routes) {
    const { default: Router } = await import("@koa/router");
    const router = new Router();
    for (const [method, path] of routes) router.register(path, [method], handler);
    return (method, path) => {
      const { pathAndMethod } = router.match(path, method);
      const layer = pathAndMethod.at(-1);
      return { layer, params: layer.params(path, layer.captures(path)) };
    };
  },
};

/** hono gives handlers with their params as names to indexes or as names to values; c.req.param() makes one object. */
function hono(router, routes) {
  for (const [method, path] of routes) router.add(method, wild(path, "*"), handler);
  return (method, path) => {
    const [handlers, stash] = router.match(method, path);
    const [matched, names] = handlers[0];
    const params = {};
    for (const name in names) params[name] = stash === undefined ? names[name] : stash[names[name]];
    return { matched, params };
  };
}

async function ray(build, routes) {
  const { Route } = await import(`${build}/router/route.js`);
  const { RouteTable } = await import(`${build}/router/route-table.js`);
  const table = new RouteTable();
  for (const [method, path] of routes) table.add(new Route(method, path, { call: handler }));
  return (method, path) => table.find(method, path);
}
