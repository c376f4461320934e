/** `ray/net`: connections and where they come from, for programs that speak a protocol of their own. */

export {
  type Address,
  formatAddress,
  parseAddress,
  type TcpAddress,
  type UnixAddress,
} from "./net/address.ts";
export { AddressError } from "./net/address-error.ts";
export { Backoff } from "./net/backoff.ts";
export type { Decoder, Encoder } from "./net/codec.ts";
export { Conn } from "./net/conn.ts";
export { ConnError, type ConnErrorCode } from "./net/conn-error.ts";
export { type ConnOptions, connDefaults } from "./net/conn-options.ts";
export { LineCodec, LineTooLongError } from "./net/line-codec.ts";
export type { CloseOptions, Listener } from "./net/listener.ts";
export { ReadBuffer } from "./net/read-buffer.ts";
export type { Scheme } from "./net/scheme.ts";
export { type ListenerOptions, TcpListener } from "./net/tcp-listener.ts";
export { type ConnHandler, type DrainResult, TcpServer } from "./net/tcp-server.ts";
export type { StopOptions, TcpServerOptions } from "./net/tcp-server-options.ts";
export { PENDING, type Waker } from "./net/waker.ts";
export { Permit } from "./sync/permit.ts";
export { Semaphore } from "./sync/semaphore.ts";
export { Shutdown } from "./sync/shutdown.ts";
export { ShutdownSource } from "./sync/shutdown-source.ts";
export { TaskTracker } from "./sync/task-tracker.ts";
