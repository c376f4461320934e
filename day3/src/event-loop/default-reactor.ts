/** The reactor of this thread, used wherever none is handed in. It costs nothing until it is used. */

import { LoopReactor } from "./loop-reactor.ts";
import type { Reactor } from "./reactor.ts";

export const defaultReactor: Reactor = new LoopReactor();
