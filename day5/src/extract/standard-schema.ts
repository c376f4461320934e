/**
 * Any validator that speaks Standard Schema (standardschema.dev, version 1): zod, valibot, arktype and others. The
 * program hands one in; ray knows this shape and depends on none of them. It never sends a value back to the client:
 * only the place and the words of the validator.
 */

import { HttpError } from "../index.ts";

/** Their interface, as far as it is needed: a copy of the shape, since a type needs no dependency. */
export interface StandardSchema<Output> {
  readonly "~standard": {
    readonly version: 1;
    /** Who made it, such as "zod". Read by no code here. */
    readonly vendor: string;
    /** May answer at once or later; must not throw for a value that is wrong, since that would be a 500. */
    validate(value: unknown): SchemaResult<Output> | Promise<SchemaResult<Output>>;
    /** For the compiler alone: nothing is there at run time. */
    readonly types?: { readonly output: Output } | undefined;
  };
}

/** Either a value or issues: who has issues has no value. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** One thing that is wrong. The message is the validator's, and goes to the client. */
export interface SchemaIssue {
  readonly message: string;
  /** From the outermost to the place itself; some validators wrap each step. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** As many are told: a list of a million wrong numbers must not become a million lines. */
const MOST_TOLD = 20;

/**
 * `value` is what was parsed; what it gives may be another one, with defaults filled in and texts made numbers. What
 * a validator throws is its own mistake, and passes as it is. Errors: HttpError 422 that names each place and what is
 * wrong there.
 */
export async function validate<Output>(schema: StandardSchema<Output>, value: unknown): Promise<Output> {
  const result = await schema["~standard"].validate(value);
  if (result.issues === undefined) return result.value;
  const errors = result.issues.slice(0, MOST_TOLD).map(({ message, path = [] }) => ({
    path: path.map((step) => String(typeof step === "object" ? step.key : step)).join("."),
    message,
  }));
  const told = errors.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  const more = result.issues.length > MOST_TOLD ? [`and ${result.issues.length - MOST_TOLD} more`] : [];
  const text = [...told, ...more].join("\n");
  // As lines for a person, and once more for the program that marks the fields of a form.
  throw new HttpError(422, text, { code: "BAD_BODY", expose: true, details: { errors } });
}
