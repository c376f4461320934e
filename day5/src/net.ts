/**
 * `ray/net`: connections and where they come from, for programs that speak a protocol of their own. What such a
 * program tests against, reads from a Conn or hands to a server is here; the ground under it is `ray/event-loop`.
 */

export { peerCertificate } from "./endpoint/peer-certificate.ts";
export type { Reactor } from "./event-loop/reactor.ts";
export { TrailedStream, type TrailersInit } from "./http/trailers.ts";
export {
  type Address,
  formatAddress,
  parseAddress,
  type Scheme,
  type TcpAddress,
  type UnixAddress,
} from "./net/address.ts";
export { AddressError } from "./net/address-error.ts";
export { Backoff } from "./net/backoff.ts";
export { type BindOptions, bind } from "./net/bind.ts";
export { bindTls, TlsListener } from "./net/bind-tls.ts";
export type { Decoder, Encoder } from "./net/codec.ts";
export { CombinedListener, combine } from "./net/combine.ts";
export { Conn } from "./net/conn.ts";
export { ConnError, type ConnErrorCode } from "./net/conn-error.ts";
export { type ConnOptions, connDefaults } from "./net/conn-options.ts";
export type { StopOptions } from "./net/drain.ts";
export { type IdleOptions, withIdleTimeout } from "./net/idle-timeout.ts";
export { LineCodec, LineTooLongError } from "./net/line-codec.ts";
export type { CloseOptions, Listener } from "./net/listener.ts";
export { PENDING, type Waker } from "./net/pending-read.ts";
export { ReadBuffer } from "./net/read-buffer.ts";
export { RetryingListener, type RetryOptions } from "./net/retrying-listener.ts";
export { SocketSource } from "./net/socket-source.ts";
export { type ListenerOptions, TcpListener } from "./net/tcp-listener.ts";
export {
  type ConnHandler,
  type DrainResult,
  TcpServer,
  type TcpServerOptions,
} from "./net/tcp-server.ts";
export { CertificateError, type TlsCertificate } from "./net/tls/certificate.ts";
export type { TlsOptions } from "./net/tls/contexts.ts";
export { Permit, Semaphore } from "./sync/semaphore.ts";
export { Shutdown, ShutdownSource } from "./sync/shutdown.ts";
export { TaskTracker } from "./sync/task-tracker.ts";
