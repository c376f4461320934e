/**
 * What a source can be ready for, as bits that add up: `EventSet.readable | EventSet.writable`.
 * Used as an interest at `register` and as the news in `ready`. After mio 0.5's EventSet.
 */

export type EventSet = number;

export const EventSet = {
  none: 0,
  /** Bytes, a connection or an end can be taken without waiting. */
  readable: 1,
  /** There is room to write again. */
  writable: 2,
  /** The other side is gone, or everything is closed. Told whatever the interest. */
  hup: 4,
  /** The source failed; it says how when it is asked. Told whatever the interest. */
  error: 8,
} as const;
