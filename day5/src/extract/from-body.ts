/**
 * Extractors that read the body. A handler has one of them at most. The reading itself, with its bounds and deadlines,
 * is that of `c.req`; here only the type is checked and the text made a value. What a client got wrong is told in the
 * order in which it can be known: type, size, form, content.
 */

import { type AppContext, HttpError } from "../index.ts";
import type { Extractor } from "./handler.ts";
import { type StandardSchema, validate } from "./standard-schema.ts";

/** RFC 9110 §8.3.1, RFC 6839 §3.1: application/json, and whatever ends in +json. */
const JSON_TYPE = /^application\/(?:[\w.!#$&^-]+\+)?json[\t ]*(?:;|$)/i;
/** The two that Node's own parser reads. */
const FORM_TYPE = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)[\t ]*(?:;|$)/i;

/** A body that a request must have, and the ways to do without. Each is an extractor too. */
export interface BodyExtractor<Value> extends Extractor<Value> {
  /** undefined where the client has sent none, and says nothing of its type. What is there must still be right. */
  optional(): Extractor<Value | undefined>;
  /**
   * `instead` where the client has sent none, by the same rule. It is given as it is, the same one to every request.
   */
  or(instead: Value): Extractor<Value>;
}

/** JSON, as `schema` has it. Errors: HttpError 415 for another type, 400 for what is no JSON, 422, 413, 408. */
export function json(): BodyExtractor<unknown>;
export function json<Output>(schema: StandardSchema<Output>): BodyExtractor<Output>;
export function json(schema?: StandardSchema<unknown>): BodyExtractor<unknown> {
  return withOptional(async (c) => {
    wants(c, JSON_TYPE, "application/json");
    // Bytes that are no UTF-8 are refused by `text`, so what is parsed is what was sent.
    const value = parseJson(await c.req.text());
    return schema === undefined ? value : validate(schema, value);
  });
}

/** A form as an object: the text of each name, a list where a name comes several times. Errors: as `json`. */
export function form(): BodyExtractor<Readonly<Record<string, FormValue>>>;
export function form<Output>(schema: StandardSchema<Output>): BodyExtractor<Output>;
export function form(schema?: StandardSchema<unknown>): BodyExtractor<unknown> {
  return withOptional(async (c) => {
    wants(c, FORM_TYPE, "application/x-www-form-urlencoded");
    const values = toObject(await c.req.formData());
    return schema === undefined ? values : validate(schema, values);
  });
}

/** A text, a file, or a list of them where the name came several times. */
export type FormValue = string | File | readonly (string | File)[];

/**
 * The body as it came. Of any type: what they mean is the handler's to know. Where there is no body, there are no
 * bytes. Errors: HttpError 413, 408.
 */
export const bytes: Extractor<Uint8Array> = reader((c) => c.req.bytes());

/** The body as UTF-8, without a byte order mark. Errors: HttpError 400 for what is none, 413, 408. */
export const text: Extractor<string> = reader(async (c) => withoutMark(await c.req.text()));

/** Marked, so that `handler` finds two of them when it is made and not with the first request. */
function reader<Value>(read: (c: AppContext) => Promise<Value>): Extractor<Value> {
  return Object.assign(read, { takesBody: true });
}

/**
 * `read`, marked, with its other forms. `multipart` uses it too. Whether a body without a type is empty, only a read
 * can say; one that is not goes to `read`, which refuses it for its missing type.
 */
export function withOptional<Value>(read: (c: AppContext) => Promise<Value>): BodyExtractor<Value> {
  const isAbsent = async (c: AppContext) =>
    !c.req.headers.has("content-type") && (await c.req.bytes()).length === 0;
  return Object.assign(reader(read), {
    optional: () =>
      reader(async (c): Promise<Value | undefined> => ((await isAbsent(c)) ? undefined : read(c))),
    or: (instead: Value) => reader(async (c) => ((await isAbsent(c)) ? instead : read(c))),
  });
}

/**
 * Asked first by each reader, so that a client that waits for a 100 (Continue) spares its upload. `type` is a pattern
 * for the whole field, with parameters; `name` is what stands in the message. Errors: HttpError 415 that says what to
 * send.
 */
export function wants(c: AppContext, type: RegExp, name: string): void {
  if (type.test(c.req.headers.get("content-type") ?? "")) return;
  throw new HttpError(415, `the body must be sent as ${name}`, { code: "BAD_TYPE", expose: true });
}

/** A byte order mark is no part of the text (RFC 8259 §8.1 lets us ignore it). */
function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** The parser's own words, which quote the body, stay in `cause`, which no client sees. Errors: HttpError 400. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(withoutMark(text));
  } catch (cause) {
    throw new HttpError(400, "the body is not valid JSON", { code: "BODY_NOT_JSON", expose: true, cause });
  }
}

/**
 * It inherits nothing: a client may name a field `__proto__`. The values of one name stand in the order of the body.
 */
function toObject(form: FormData): Record<string, FormValue> {
  const values: Record<string, FormValue> = Object.create(null);
  for (const name of new Set(form.keys())) {
    const all = form.getAll(name);
    const [first] = all;
    values[name] = all.length === 1 && first !== undefined ? first : all;
  }
  return values;
}
