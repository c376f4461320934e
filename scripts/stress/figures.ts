/** What the server tells of itself, after a collection of its garbage. */

export interface Figures {
  /** Bytes of memory; null when the server had no file left to ask the system with. */
  readonly rss: number | null;
  /** Bytes of living objects. */
  readonly heapUsed: number;
  /** CPU time since its start. */
  readonly cpuMs: number;
  /** Descriptors that are open; null where the system does not tell. */
  readonly files: number | null;
  /** Requests to /work that have begun. */
  readonly worked: number;
  /** What keeps its process alive, as `process.getActiveResourcesInfo` names it. */
  readonly handles: readonly string[];
}

/** Connections among the handles. */
export function connections({ handles }: Figures): number {
  return handles.filter((handle) => handle === "TCPSocketWrap").length;
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
