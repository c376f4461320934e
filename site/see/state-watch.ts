/**
 * Hears of each change of state of a connection. The watched copy of connection.ts calls `watch` where the real one
 * assigns: see state-copy.ts. It stands in the same bundle as state-runs.ts, which reads what was heard.
 */

export interface Change {
  readonly from: string;
  /** "end" where the connection has called back: nothing more is served on it. */
  readonly to: string;
  /** Of the real file. */
  readonly line: number;
  /** Why the connection had ended by then: a code of ConnError, or null. */
  readonly failure: string | null;
}

interface WatchedConn {
  readonly failure: { readonly code: string } | null;
}

let heard: Change[] = [];

/** Returns `to`, so that it can stand where the new state stood. */
export function watch<State extends string>(conn: WatchedConn, from: string, to: State, line: number): State {
  heard.push({ from, to, line, failure: conn.failure?.code ?? null });
  return to;
}

/** What has been heard since the last call of `forget`, the newest last. */
export const changes = (): readonly Change[] => heard;

export function forget(): void {
  heard = [];
}
