/**
 * Small files that are asked for again and again, kept in memory for a moment: so a file costs the disk one look a second,
 * and not five for each request. What is kept has passed every check that an opened file passes, and is told by the
 * version that it had then. Asked by `staticFiles`. It never keeps a name that is no file.
 */

import { ExpiringMap } from "../kit/index.ts";
import { KeptContent, SMALL_BYTES } from "./file-body.ts";
import type { OpenFile } from "./open-file.ts";

/** With files of 64 KiB at the most, that is 16 MiB. */
const MOST = 256;

/** Made by `staticFiles`, and as long-lived. */
export class KeptFiles {
  /**
   * By coding and name, as StaticFiles calls them. Each lives for `#ms` from when it was read, however often it is
   * asked for.
   */
  readonly #files: ExpiringMap<OpenFile>;
  /** Milliseconds; 0: nothing is kept. */
  readonly #ms: number;

  /** `now`: for tests, which have a clock of their own. Errors: RangeError for what is no time. */
  constructor(ms: number, now: () => number = () => performance.now()) {
    if (!(ms >= 0 && ms <= 3_600_000))
      throw new RangeError(`staticFiles: keepMs must be from 0 to 3600000 (an hour), not ${String(ms)}`);
    this.#ms = ms;
    this.#files = new ExpiringMap({ max: MOST, now });
  }

  /**
   * What is kept under `name`, for as many answers as ask; or what `open` gives, which is kept if it is small.
   * Requests that ask for the same file at the same moment may each open it; the last one is kept. Errors: as `open`,
   * and as `body` of what it gives.
   */
  async get(name: string, open: () => Promise<OpenFile | null>): Promise<OpenFile | null> {
    const kept = this.#files.get(name);
    if (kept !== null) return kept;
    const file = await open();
    if (file === null || file.size > SMALL_BYTES || this.#ms === 0) return file;
    // It is closed by this: small enough to be read whole, as `body` does with it.
    const bytes = (await file.content.body({ first: 0, last: file.size - 1 })) as Uint8Array;
    const small = { ...file, content: new KeptContent(bytes) };
    this.#files.set(name, small, this.#ms);
    return small;
  }
}
