/**
 * `ray`: what programs of all kinds use; on the first day, that is what they log to. Connections are in `ray/net`,
 * the loop in `ray/event-loop`. What stands in none of the three may change on any day.
 */

export { type Logger, silentLogger } from "./log/logger.ts";
