/** Everything a program may use of this day's framework. */

export { type ListenOptions, listen, type RunningServer, run } from "./app/server.ts";
export { AppContext } from "./endpoint/app-context.ts";
export {
  type App,
  type Endpoint,
  getResponse,
  type Handler,
  HandlerEndpoint,
  type NoParams,
  toEndpoint,
} from "./endpoint/endpoint.ts";
export { type IntoResponse, intoResponse, type Reply } from "./endpoint/into-response.ts";
export { noServer, type ServerFacts } from "./endpoint/server-facts.ts";
export { type Origin, type Proxies, TrustedProxies, type TrustProxy } from "./endpoint/trusted-proxies.ts";
export { Channel } from "./event-loop/channel.ts";
export { type Clock, systemClock } from "./event-loop/clock.ts";
export { defaultReactor } from "./event-loop/default-reactor.ts";
export type { EventHandler } from "./event-loop/event-handler.ts";
export { EventLoop } from "./event-loop/event-loop.ts";
export type { EventLoopOptions } from "./event-loop/event-loop-options.ts";
export { LoopReactor, type LoopReactorOptions } from "./event-loop/loop-reactor.ts";
export { NodeReactor, type NodeReactorOptions } from "./event-loop/node-reactor.ts";
export type { Reactor, Task, Timer } from "./event-loop/reactor.ts";
export type { PollOpt, Token } from "./event-loop/registration.ts";
export { Sender, type SendResult, type SharedSender } from "./event-loop/sender.ts";
export { EventSet, type Signal, type Source } from "./event-loop/source.ts";
export { type TimeoutHandle, TimerQueue } from "./event-loop/timer-queue.ts";
export type { Answered, AnsweredListener } from "./http/answered.ts";
export type { BodySource } from "./http/body-source.ts";
export { errorResponse } from "./http/error-response.ts";
export { Headers, type HeadersInit } from "./http/headers.ts";
export { HttpError, type HttpErrorOptions } from "./http/http-error.ts";
export { defaultLimits, type Limits } from "./http/limits.ts";
export { type Peer, Request, type RequestInit } from "./http/request.ts";
export { Response, type ResponseBody, type ResponseInit } from "./http/response.ts";
export { reasonPhrase } from "./http/status.ts";
export { type Logger, type LogLevel, type LogMethod, silentLogger } from "./log/logger.ts";
export { safeLogger } from "./log/safe-logger.ts";
export { withFields } from "./log/with-fields.ts";
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
export { type Injected, type InjectOptions, inject } from "./testing/inject.ts";
