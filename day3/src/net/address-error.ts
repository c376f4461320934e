/**
 * The server cannot listen there. The message is one line for the person who started it: what is wrong
 * and how to mend it. `code` is the system's own (EADDRINUSE, EACCES, …), or EINVAL for a bad address.
 */

import type { Address } from "./address.ts";

/** The ports below belong to the system: RFC 6335 §6. */
const FIRST_FREE_PORT = 1024;

/** Thrown by parseAddress and by listeners; `run` prints its message and ends with exit code 1. */
export class AddressError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AddressError";
    this.code = code;
  }

  /** Turns what `listen` reported into a sentence. `where` is the address as people write it. */
  static from(error: NodeJS.ErrnoException, address: Address, where: string): AddressError {
    const code = error.code ?? "EUNKNOWN";
    const advice = "path" in address ? unixAdvice : tcpAdvice(address.port);
    return new AddressError(code, `cannot listen on ${where}: ${advice[code] ?? error.message}`, {
      cause: error,
    });
  }
}

/** By the system's code: what is wrong, and how to mend it. A code that is not here speaks for itself. */
type Advice = Readonly<Record<string, string>>;

const unixAdvice: Advice = {
  // The system cannot tell the two apart: the file of a server that was killed stays, and is as much in use.
  EADDRINUSE: "this path is taken; stop the server that listens there, or remove what a dead one has left",
  // Node says "no permission" where a folder is missing as well.
  EACCES: "no permission to make a socket in this folder, or there is no such folder; choose another",
  ENOENT: "the folder of the socket does not exist; create it first",
  EROFS: "nothing can be written in this folder; choose another",
};

/** The port decides what a lack of permission means. */
function tcpAdvice(port: number): Advice {
  return {
    EADDRINUSE: "another program uses this port; stop it or set another PORT",
    EACCES:
      port < FIRST_FREE_PORT
        ? "no permission; ports below 1024 need rights, so choose a higher one"
        : "no permission to use this port; set another PORT",
    EADDRNOTAVAIL: "this machine has no such address; use 127.0.0.1 or 0.0.0.0 as HOST",
    EAFNOSUPPORT: "this machine does not speak IPv6; use 127.0.0.1 or 0.0.0.0 as HOST",
    ENOTFOUND: "no such host name; check HOST",
    EAI_AGAIN: "the host name could not be looked up; check HOST",
  };
}
