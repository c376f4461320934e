/**
 * `ray/ws`: connections that begin as HTTP and go on as something else, a WebSocket above all.
 */

export { Room } from "./room.ts";
export { upgrade } from "./upgrade.ts";
export { type SocketHandler, type WebSocketOptions, webSocket } from "./web-socket.ts";
export { type SocketEnd, WebSocketConn } from "./web-socket-conn.ts";
export type { WsPackage } from "./ws-package.ts";
