/**
 * eachChange: calls back whenever the learner's files have become others, until it is told that no one listens. A save
 * that changes nothing is none, nor is what `known` knows already: what a key of ours did. Called by watch.ts.
 */
import { FolderWatch } from "../test/watch.ts";
import type { WorkFolder } from "./work-folder.ts";

/** A save is seen at the latest after two looks. */
const LOOK_MS = 120;

export interface Changes {
  readonly isOver: () => boolean;
  /** The mark of the files as they are known. */
  readonly known: () => string;
  readonly onChange: () => void;
}

export async function eachChange(work: WorkFolder, { isOver, known, onChange }: Changes): Promise<void> {
  while (!isOver()) {
    await new FolderWatch([work.path], LOOK_MS).changed();
    if (!isOver() && work.mark() !== known()) onChange();
  }
}
