/**
 * Traces: which request of which service this one belongs to (W3C Trace Context), and events that a tracer can hear:
 * `router.hooks(tracing())`. It tells Node's own diagnostics channel, which OpenTelemetry and its like can hear without
 * patching anything. It exports nothing, samples nothing, and costs a look at the channel where no one listens.
 */

import { randomBytes } from "node:crypto";
import { tracingChannel } from "node:diagnostics_channel";
import { type Answered, type AppContext, type Endpoint, type HookSet, key, type Response } from "../index.ts";

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

/** What a subscriber is told, one object for each request. */
export interface TraceEvent {
  readonly c: AppContext;
  readonly trace: Trace;
  /** At `error`: what no hook further in has answered. */
  error?: unknown;
  /** At `asyncEnd`: what went out. */
  answered?: Answered;
}

export interface TracingOptions {
  /**
   * A store that a subscriber binds to `start` is there in all further in. Default false: it costs each request a third of
   * a microsecond, also where no one listens.
   */
  readonly stores?: boolean;
}

/** `tracing:ray:request:start`, `:error` and `:asyncEnd`. */
const channel = tracingChannel<object, TraceEvent>("ray:request");

/** Set by the first who asks `traceOf`; gone with the context. */
const kept = key<Trace>("trace");
/** From the start of a request that someone listens to, to its error. */
const told = key<TraceEvent>("trace event");

/** Made once, when the program starts; who listens may come and go while it runs. Put it outermost. */
export function tracing({ stores = false }: TracingOptions = {}): HookSet {
  if (stores) return { transform: (inner) => ({ call: (c) => callInside(inner, c) }) };
  return {
    onRequest(c) {
      if (channel.hasSubscribers) channel.start.publish(eventOf(c));
    },
    onError(c, error) {
      if (c.state.has(told)) tellError(c.state.get(told), error);
    },
  };
}

/**
 * No promise of its own: what is answered at once stays so, and what waits takes its store along. Errors: those of
 * `inner`, which are told and thrown on.
 */
function callInside(inner: Endpoint, c: AppContext): Response | Promise<Response> {
  if (!channel.hasSubscribers) return inner.call(c);
  const event = eventOf(c);
  const fail = (error: unknown): never => {
    tellError(event, error);
    throw error;
  };
  try {
    const answer = channel.start.runStores(event, () => inner.call(c));
    return answer instanceof Promise ? answer.catch(fail) : answer;
  } catch (error) {
    return fail(error);
  }
}

/** The event of a request that has begun, and a promise to tell its end. Called only while there is a subscriber. */
function eventOf(c: AppContext): TraceEvent {
  const event: TraceEvent = { c, trace: traceOf(c) };
  c.state.set(told, event);
  c.req.onAnswered((answered) => channel.asyncEnd.publish(Object.assign(event, { answered })));
  return event;
}

/** The same object as at the start, with the error: a subscriber may know it by identity. */
function tellError(event: TraceEvent, error: unknown): void {
  channel.error.publish(Object.assign(event, { error }));
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

/**
 * Null for what is no traceparent, and for more than one: which of them would be meant? §3.2.2.5: of the flags only
 * the lowest bit is read here.
 */
function parse(fields: readonly string[]) {
  const [, version, traceId, parentId, flags = "00", more] = TRACEPARENT.exec(fields[0] ?? "") ?? [];
  if (fields.length !== 1 || traceId === undefined || parentId === undefined) return null;
  if (version === "00" && more !== undefined) return null;
  return { traceId, parentId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Random, in lower case, two digits for each byte, as §3.2.2 wants them. */
function hex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}
