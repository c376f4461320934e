/**
 * Notes around the methods of a connection that give away what it takes, reads and waits for. Called by life-record.ts,
 * and taken back by `restore`: afterwards the classes are as they were.
 */
import { HandlerDeadline } from "../../day5/src/endpoint/handler-deadline.ts";
import { BodyReader } from "../../day5/src/http/h1/body-reader.ts";
import { HeadDecoder } from "../../day5/src/http/h1/head-decoder.ts";
import { LengthDecoder } from "../../day5/src/http/h1/length-decoder.ts";
import { defaultLimits } from "../../day5/src/http/limits.ts";
import { Conn } from "../../day5/src/net/conn.ts";
import { Deadline } from "../../day5/src/net/deadline.ts";
import { type Permit, Semaphore } from "../../day5/src/sync/semaphore.ts";
import { AroundMethods } from "./around-methods.ts";
import { type Band, NAMES, type Note } from "./life-notes.ts";

/** Puts a note around methods. What they do is theirs: each is called once, as it was asked. */
export function watchAll(note: Note) {
  const methods = new AroundMethods();
  const seen = {
    conn: null as Conn | null,
    isOver: false,
    restore: () => methods.restore(),
  };
  const bands = new WeakMap<Deadline, Band>();
  let reading: Deadline | null = null;
  let isBody = false;
  let first: Permit | null = null;

  const over = (deadline: Deadline, kind: "is over" | "expires" = "is over") => {
    const band = bands.get(deadline);
    if (band !== undefined) note({ kind, band });
    bands.delete(deadline);
  };
  const frame = (kind: "head" | "piece", text: string) => {
    note({ kind, text });
    // No read waits any more: the deadline may stand, but it has nothing to end.
    if (reading !== null) over(reading);
  };

  methods.put(
    Semaphore,
    "acquire",
    (own) =>
      async function () {
        const permit: Permit | null = await own.call(this);
        if (first === null && permit !== null) {
          first = permit;
          note({ kind: "begins", band: "permit", for: 0 });
          const { release } = permit;
          permit.release = () => {
            release.call(permit);
            note({ kind: "is over", band: "permit" });
            seen.isOver = true;
          };
        }
        return permit;
      },
  );
  methods.put(
    Conn,
    "pollFrame",
    (own) =>
      function (...args) {
        seen.conn ??= this;
        reading = seen.conn?.readDeadline ?? null;
        return own.apply(this, args);
      },
  );
  methods.put(
    Conn,
    "destroy",
    (own) =>
      function (failure) {
        if (failure?.code === "WRITE_TIMEOUT") note({ kind: "it reset" });
        own.call(this, failure);
      },
  );
  methods.put(
    Deadline,
    "set",
    (own) =>
      function (ms) {
        const band = isBody ? "body" : NAMES.get(ms);
        if (band !== undefined) {
          over(this);
          bands.set(this, band);
          note({ kind: "begins", band, for: ms });
        }
        own.call(this, ms);
      },
  );
  for (const name of ["clear", "dispose"] as const)
    methods.put(
      Deadline,
      name,
      (own) =>
        function () {
          over(this);
          own.call(this);
        },
    );
  methods.put(
    Deadline,
    "run",
    (own) =>
      function () {
        if (this.isPast) over(this, "expires");
        own.call(this);
      },
  );
  methods.put(
    BodyReader,
    "next",
    (own) =>
      function () {
        isBody = true;
        try {
          return own.call(this);
        } finally {
          isBody = false;
        }
      },
  );
  methods.put(
    HandlerDeadline,
    "ask",
    (own) =>
      function (...args) {
        const answer = own.apply(this, args);
        if (answer instanceof Promise) {
          note({ kind: "begins", band: "handler", for: defaultLimits.handlerTimeoutMs });
          answer.finally(() => note({ kind: "is over", band: "handler" }));
        }
        return answer;
      },
  );
  methods.put(
    HeadDecoder,
    "decode",
    (own) =>
      function (input) {
        const head = own.call(this, input);
        if (head !== null) frame("head", `${head.method} ${head.target}`);
        return head;
      },
  );
  methods.put(
    LengthDecoder,
    "decode",
    (own) =>
      function (input) {
        const piece = own.call(this, input);
        if (piece !== null) frame("piece", String(piece));
        return piece;
      },
  );
  return seen;
}
