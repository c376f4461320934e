/** The reactor of this thread, used wherever none is handed in. It costs nothing until it is used. */

import { NodeReactor } from "./node-reactor.ts";
import type { Reactor } from "./reactor.ts";

export const defaultReactor: Reactor = new NodeReactor();
