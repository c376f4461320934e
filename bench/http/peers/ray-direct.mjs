/** The same server straight on Node: what ray costs beyond it is what the event loop costs. */

import { NodeReactor, start } from "./ray-app.mjs";

await start({ reactor: new NodeReactor() });
