/** What can be noted of a connection's life, and the reactor that notes its linger. Called by life-record.ts. */
import { LoopReactor } from "../../day5/src/event-loop/loop-reactor.ts";
import { defaultLimits } from "../../day5/src/http/limits.ts";
import { connDefaults } from "../../day5/src/net/conn-options.ts";

export type Band = "permit" | "head" | "body" | "handler" | "keepAlive" | "write" | "linger";

export type Noted =
  | { readonly kind: "connected" | "it ended" | "it reset" | "we ended" }
  | { readonly kind: "sent" | "came" | "head" | "piece"; readonly text: string }
  /** `for`: how long the deadline is, in milliseconds; 0 for a permit. */
  | { readonly kind: "begins"; readonly band: Band; readonly for: number }
  | { readonly kind: "is over" | "expires"; readonly band: Band };

export type Note = (event: Noted) => void;

/** What is set with these times is that deadline: the defaults that one connection can meet differ, but for a body's. */
export const NAMES = new Map<number, Band>([
  [defaultLimits.headTimeoutMs, "head"],
  [defaultLimits.keepAliveTimeoutMs, "keepAlive"],
  [connDefaults.writeTimeoutMs, "write"],
]);

/** The linger of a connection is the one timer that has this length. */
export class LingerReactor extends LoopReactor {
  readonly #note: Note;

  constructor(note: Note, options: ConstructorParameters<typeof LoopReactor>[0]) {
    super(options);
    this.#note = note;
  }

  override after(ms: number, task: Parameters<LoopReactor["after"]>[1]): () => void {
    const cancel = super.after(ms, task);
    if (ms !== connDefaults.lingerMs) return cancel;
    this.#note({ kind: "begins", band: "linger", for: ms });
    return () => {
      this.#note({ kind: "is over", band: "linger" });
      cancel();
    };
  }
}
