/**
 * The JSON of what a handler answers with. JSON.stringify makes `{}` of whatever it does not know, such as a Map
 * or a promise: the client gets a 200 without the data, and the mistake is found by a user. Here it is an error,
 * at the first request, that says what to return. Pure: a value in, text out.
 */

/** How to say the same in JSON, by the name of the class. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ["Promise", "await it"],
  ["Map", "return Object.fromEntries(map), or [...map]"],
  ["Set", "return [...set]"],
]);

/** Errors: TypeError when `value`, or anything in it, has no JSON form: a function, a cycle, a BigInt, a Map. */
export function jsonText(value: unknown): string {
  const text = typeof value === "bigint" ? undefined : JSON.stringify(value);
  if (text === undefined)
    throw new TypeError(`a ${typeof value} has no JSON form and cannot be an answer: return text or a value`);
  // A lost object is empty, and stands alone or inside another value: most texts hold no second brace to look behind.
  if (text === "{}" || (text.indexOf("{", 1) > 0 && text.includes("{}"))) JSON.stringify(value, refuseLost);
  return text;
}

/** Errors: TypeError for an object that is neither plain nor has anything that JSON would show. */
function refuseLost(key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.keys(value).length > 0) return value;
  if (isPlain(value) || JSON.stringify(value) !== "{}") return value;
  const kind: string = value.constructor?.name || "object";
  const what = key === "" ? `a ${kind}` : `"${key}" is a ${kind}, which`;
  const hint = HINTS.get(kind) ?? "return its values in a plain object or an array, or give it toJSON()";
  throw new TypeError(`${what} has no JSON form but {}: ${hint}`);
}

/** Also for objects of another realm: only the prototype of plain ones has none itself. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
