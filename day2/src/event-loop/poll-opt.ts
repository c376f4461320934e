/**
 * How often a registered source reports. Each of the three is one of mio 0.5's PollOpt.
 * `edge`: once per new readiness. `level`: in every round while it lasts.
 * `oneshot`: once, and then not again until `reregister` (ML10).
 */

export type PollOpt = "edge" | "level" | "oneshot";
