/**
 * planOf: the rooms of one day's src and what stands on what, read from the imports. Drawn by draw-text.ts and
 * draw-svg.ts, counted by figures.ts.
 */

import { posix } from "node:path";
import { findImports } from "../days/find-imports.ts";
import { LAYERS, partOf } from "../days/layers.ts";
import type { Tree } from "../days/tree.ts";

export interface Room {
  /** A folder of src, or a file that is a layer of its own. */
  readonly name: string;
  readonly files: readonly string[];
  /** The rooms that its files import, lowest first. */
  readonly standsOn: readonly string[];
}

export interface Plan {
  /** Lowest first; rooms of one layer are siblings. A layer without a room is left out. */
  readonly layers: readonly (readonly Room[])[];
}

/** The room of a file, relative to src. */
export function roomOf(file: string): string {
  return partOf(file) ?? posix.dirname(file);
}

export function planOf(tree: Tree): Plan {
  const files = [...tree.files.keys()];
  const order = LAYERS.flat();
  const layers = LAYERS.map((layer) =>
    layer
      .map((name): Room => {
        const own = files.filter((file) => roomOf(file) === name);
        const below = new Set(own.flatMap((file) => importedRooms(tree, file)));
        below.delete(name);
        return { name, files: own, standsOn: order.filter((room) => below.has(room)) };
      })
      .filter((room) => room.files.length > 0),
  );
  return { layers: layers.filter((layer) => layer.length > 0) };
}

/**
 * Of each room, the rooms below that no other arrow leads to already: app → router → http says of app → http nothing
 * new. A picture shows these; the text lists all.
 */
export function directArrows({ layers }: Plan): ReadonlyMap<string, readonly string[]> {
  const rooms = new Map(layers.flat().map((room) => [room.name, room.standsOn]));
  const reaches = (from: string, to: string): boolean =>
    (rooms.get(from) ?? []).some((next) => next === to || reaches(next, to));
  const direct = ([name, below]: readonly [string, readonly string[]]) =>
    [name, below.filter((room) => !below.some((other) => other !== room && reaches(other, room)))] as const;
  return new Map([...rooms].map(direct));
}

function importedRooms(tree: Tree, file: string): string[] {
  const source = tree.files.get(file)?.toString("utf8") ?? "";
  return findImports(source)
    .filter(({ specifier }) => specifier?.startsWith(".") ?? false)
    .map(({ specifier }) => posix.join(posix.dirname(file), specifier ?? ""))
    .filter((target) => tree.files.has(target))
    .map(roomOf);
}
