// The same server straight on Node: what ray costs beyond it is what the event loop costs.
import { start } from "./ray-app.mjs";

const { NodeReactor } = await import(`${process.argv[2] ?? "../../.build"}/event-loop.js`);

await start({ reactor: new NodeReactor() });
