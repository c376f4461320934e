/** What lies between two moments of the learner's folder. Called by desk.ts. Reads the store, and changes nothing. */
import type { Moment } from "./history.ts";
import type { Files, Hash, Store } from "./store.ts";

export interface Difference {
  readonly path: string;
  /** Undefined where there was, or is, no such file. */
  readonly was: Hash | undefined;
  readonly is: Hash | undefined;
}

/** Each path that differs. Errors: StoreError. */
export function differences(store: Store, from: Moment, to: Moment): Difference[] {
  const [old, now] = [store.listTree(from.tree), store.listTree(to.tree)];
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths
    .map((path) => ({ path, was: old.get(path), is: now.get(path) }))
    .filter((each) => each.was !== each.is);
}

/** The files, changed where the two moments differ, and there alone. */
export function stepTo(store: Store, files: Files, from: Moment, to: Moment): Map<string, Buffer> {
  const wanted = new Map(files);
  for (const { path, is } of differences(store, from, to)) {
    if (is === undefined) wanted.delete(path);
    else wanted.set(path, store.get(is));
  }
  return wanted;
}
