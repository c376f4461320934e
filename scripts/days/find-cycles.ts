/**
 * findCycles: circles in the graph "file → files it loads". check-imports.ts calls it for each day: modules in a circle
 * see each other half-made, and which half depends on who was asked for first.
 */

/** @returns one list per circle found, each file once, in import order, beginning with the first by name. */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles = new Map<string, string[]>();
  const done = new Set<string>();
  const path: string[] = [];

  const visit = (file: string): void => {
    const start = path.indexOf(file);
    if (start !== -1) {
      const cycle = fromFirst(path.slice(start));
      cycles.set(cycle.join("\n"), cycle);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };

  for (const file of graph.keys()) visit(file);
  return [...cycles.values()];
}

/** The same circle, entered elsewhere, must give the same list. */
function fromFirst(cycle: string[]): string[] {
  const first = cycle.indexOf([...cycle].sort()[0] ?? "");
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
