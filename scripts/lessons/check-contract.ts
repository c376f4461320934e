/**
 * checkContract: the table "What the tests ask" against the code behind the lesson: files, names, signatures, messages.
 * And against the tests: what they take from a face must be said in a table by then, where the learner writes it.
 * Called by check-pages.ts.
 */
import { findExports, type Offer } from "../days/find-exports.ts";
import type { Problem } from "../docs/page.ts";
import { isReference, testSources } from "./is-reference.ts";
import { type ContractRow, type Kind, type Lesson, type Tree, writtenPath } from "./lesson.ts";

/** What is known when a lesson is reached. */
export interface Told {
  /** File of the tree → how the learner last got it. */
  readonly kinds: ReadonlyMap<string, Kind>;
  /** Names of all tables up to and with this lesson's. */
  readonly names: ReadonlySet<string>;
}

export function checkContract(root: string, lesson: Lesson, after: Tree, told: Told): Problem[] {
  const problems: Problem[] = [];
  const complain = (line: number, message: string) => problems.push({ page: lesson.page, line, message });
  for (const row of lesson.contract) for (const message of checkRow(row, after)) complain(row.line, message);
  const owners = ownersOf(after);
  for (const { file } of lesson.tests) {
    if (isReference(root, file)) continue;
    for (const name of rayNames(testSources(root, file))) {
      const owner = owners.get(name);
      if (owner === undefined || told.kinds.get(owner) !== "type" || told.names.has(name)) continue;
      complain(
        1,
        `tests/${file} asks for ${name} of ${writtenPath(owner)}, and no table up to here has said so`,
      );
    }
  }
  return problems;
}

/** The names that a lesson's table says, bare. */
export function namesOf(rows: readonly ContractRow[]): string[] {
  return rows.flatMap(({ names }) => names.flatMap((name) => parse(name)?.name ?? []));
}

/** `ray.NAME` in the sources of tests. */
export function rayNames(sources: readonly string[]): Set<string> {
  const matches = sources.flatMap((text) => [...text.matchAll(/\bray\.([A-Za-z_]\w*)/g)]);
  return new Set(matches.map(([, name = ""]) => name));
}

function ownersOf(tree: Tree): Map<string, string> {
  const owners = new Map<string, string>();
  for (const [path, text] of tree) {
    if (!path.startsWith("src/") || !path.endsWith(".ts")) continue;
    for (const { name, kind } of findExports(text)) if (kind === "value") owners.set(name, path);
  }
  return owners;
}

function* checkRow({ path, names, says }: ContractRow, after: Tree): Generator<string> {
  const file = writtenPath(path);
  const text = after.get(path);
  if (text === undefined) return yield `${file} is not in the tree behind this lesson: correct the path`;
  const offers = findExports(text);
  for (const name of names) {
    const parsed = parse(name);
    if (parsed === null) yield `\`${name}\` names nothing: write an exported name or its signature`;
    else if (!isOffered(parsed, offers, text))
      yield `${file} exports no ${shownName(parsed)}: correct the table or the code`;
    else if (!hasSignature(parsed, text))
      yield `\`${name}\` is not as in ${file}: ${signatureIn(parsed, text)}`;
  }
  const plain = text.replace(/\s+/g, " ");
  for (const words of says)
    for (const piece of words.split("…").map((each) => each.trim()))
      if (!plain.includes(piece)) yield `${file} nowhere says "${piece}": correct it, with … for what varies`;
}

interface Parsed {
  readonly owner: string | null;
  readonly name: string;
  /** From the bracket on, without spaces; "" when there is none or when it gives no types. */
  readonly signature: string;
}

const KEYWORDS =
  /^(?:(?:export|async|class|function|const|interface|type|abstract|static|readonly|get|set)\s+)+/;

/** `new X(…)` is X with the signature of its constructor. */
function parse(span: string): Parsed | null {
  const isNew = span.startsWith("new ");
  const plain = span.replace(/^new /, "").replace(KEYWORDS, "");
  const [head = "", first = "", second] = /^([A-Za-z_$][\w$]*)(?:\.([A-Za-z_$][\w$]*))?/.exec(plain) ?? [];
  if (head === "") return null;
  const rest = squeeze(plain.slice(head.length)).replace(/;$/, "");
  const name = second ?? first;
  const typed = /^(<.*?>)?\(.*:/.test(rest) || /^\(\):/.test(rest);
  const signature = typed ? `${isNew ? "constructor" : name}${rest}` : "";
  return { owner: second === undefined ? null : first, name, signature };
}

const shownName = ({ owner, name }: Parsed) => (owner === null ? name : `${owner}.${name}`);

function isOffered({ owner, name }: Parsed, offers: readonly Offer[], text: string): boolean {
  // `conn.readFrame`: an object of the class whose name the page need not say.
  const isObject = owner !== null && /^[a-z]/.test(owner);
  const fits = (offer: Offer) =>
    offer.name === name && (owner === null || offer.owner === owner || (isObject && offer.kind === "member"));
  if (offers.some(fits)) return true;
  const plain = squeeze(text);
  // An interface's members, which findExports does not list.
  if (offers.some(({ kind }) => kind === "type") && new RegExp(`[;{](readonly)?${name}[?]?[(<:]`).test(plain))
    return true;
  // A face passes on what another file exports.
  return owner === null && new RegExp(`export(type)?\\{[^}]*\\b${name}\\b[^}]*\\}`).test(plain);
}

function hasSignature({ signature }: Parsed, text: string): boolean {
  return signature === "" || squeeze(text).includes(signature);
}

function signatureIn({ name, signature }: Parsed, text: string): string {
  const wanted = signature.startsWith("constructor") ? "constructor" : name;
  const line = text.split("\n").find((each) => new RegExp(`\\b${wanted}\\s*[(<]`).test(each));
  return line === undefined ? "it has no such signature" : `there it is \`${line.trim()}\``;
}

/** Without spaces, comments and last commas, so that a signature may be broken over lines. */
function squeeze(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "")
    .replace(/\s+/g, "")
    .replaceAll(",)", ")");
}
