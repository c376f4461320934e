/**
 * Traces: which request of which service this one belongs to (W3C Trace Context), and events that a tracer can hear:
 * `router.hooks(tracing())`. It tells Node's own diagnostics channel, which OpenTelemetry and its like subscribe to
 * without patching anything. It exports nothing, samples nothing, and costs a look at the channel where no one listens.
 */

import { randomBytes } from "node:crypto";
import { tracingChannel } from "node:diagnostics_channel";
import { type AppContext, type HookSet, key, type Response } from "../index.ts";

/** Where this request stands in its trace. Made when it is first asked for. */
export interface Trace {
  /** 32 hex digits: that of the client, or a new one. */
  readonly traceId: string;
  /** 16 hex digits: the work that this request is. */
  readonly spanId: string;
  /** The client's span; null: the trace begins here. */
  readonly parentId: string | null;
  /** What the client has decided; false where it has decided nothing. */
  readonly isSampled: boolean;
  /** What the client's vendors have added, to be handed on as it is; null: nothing. */
  readonly state: string | null;
  /** The field to send with requests that this one leads to. */
  readonly traceparent: string;
}

/** What a subscriber is told. `response` is there from `asyncEnd` on, `error` at `error`. */
export interface TraceEvent {
  readonly c: AppContext;
  readonly trace: Trace;
  response?: Response;
  error?: unknown;
}

/** `tracing:ray:request:start`, `:end`, `:asyncStart`, `:asyncEnd` and `:error`. */
const channel = tracingChannel<object, TraceEvent>("ray:request");

const kept = key<Trace>("trace");

/**
 * The channel stands around all further in, so a subscriber that binds an AsyncLocalStorage to `start` finds its value in
 * the handler. `:error` tells what no hook further in has answered.
 */
export function tracing(): HookSet {
  return {
    transform: (inner) => ({
      call(c) {
        if (!channel.hasSubscribers) return inner.call(c);
        const event: TraceEvent = { c, trace: traceOf(c) };
        return channel.tracePromise(async () => {
          const response = await inner.call(c);
          event.response = response;
          return response;
        }, event);
      },
    }),
  };
}

/** Also without the hook: then no one is told, but the trace is there for the log and for further requests. */
export function traceOf(c: Pick<AppContext, "state" | "req">): Trace {
  if (!c.state.has(kept)) c.state.set(kept, begin(c));
  return c.state.get(kept);
}

/** A field that is none begins a new trace (§4.3): nothing of it is taken over. */
function begin({ req }: Pick<AppContext, "req">): Trace {
  const given = parse(req.headers.getAll("traceparent"));
  const traceId = given?.traceId ?? hex(16);
  const spanId = hex(8);
  const isSampled = given?.isSampled ?? false;
  return {
    traceId,
    spanId,
    parentId: given?.parentId ?? null,
    isSampled,
    // §3.3: without a traceparent that is one, it means nothing.
    state: given === null ? null : req.headers.get("tracestate"),
    traceparent: `00-${traceId}-${spanId}-${isSampled ? "01" : "00"}`,
  };
}

/** §3.2.2: version, trace, span, flags. A later version may have more behind them; ff is none. */
const TRACEPARENT = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.*)?$/;

function parse(fields: readonly string[]) {
  const [, version, traceId, parentId, flags = "00", more] = TRACEPARENT.exec(fields[0] ?? "") ?? [];
  if (fields.length !== 1 || traceId === undefined || parentId === undefined) return null;
  if (version === "00" && more !== undefined) return null;
  return { traceId, parentId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}
