/**
 * checkContract: the table "What the tests ask" against the code behind the lesson: files, names, signatures, messages.
 * And against the tests: what they take from a face must be said in a table by then, where the learner writes it.
 * Called by check-pages.ts.
 */
import { findExports, type Offer } from "../days/find-exports.ts";
import type { Problem } from "../docs/page.ts";
import { isReference, testSources } from "../test/is-reference.ts";
import { type ContractRow, type Kind, type Lesson, type Tree, writtenPath } from "./lesson.ts";
import { hasSignature, type ParsedName, parseName, signatureIn, squeeze } from "./signature.ts";

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
  const asked = lesson.tests.flatMap(({ file }) => testSources(root, file)).join("\n");
  for (const row of lesson.contract)
    for (const message of checkRow(row, after, asked)) complain(row.line, message);
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
  return rows.flatMap(({ names }) => names.flatMap((name) => parseName(name)?.name ?? []));
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

/** `asked`: the sources of the lesson's tests, for words that only they write out. */
function* checkRow({ path, names, says }: ContractRow, after: Tree, asked: string): Generator<string> {
  const file = writtenPath(path);
  const text = after.get(path);
  if (text === undefined) return yield `${file} is not in the tree behind this lesson: correct the path`;
  const offers = findExports(text);
  for (const name of names) {
    const parsed = parseName(name);
    if (parsed === null) yield `\`${name}\` names nothing: write an exported name or its signature`;
    else if (!isOffered(parsed, offers, text))
      yield `${file} exports no ${shownName(parsed)}: correct the table or the code`;
    else if (!hasSignature(parsed, text))
      yield `\`${name}\` is not as in ${file}: ${signatureIn(parsed, text)}`;
  }
  for (const words of says) {
    const sources = [text, ...after.values(), asked];
    const missing = piecesOf(words).find((piece) => !sources.some((source) => plain(source).includes(piece)));
    if (missing !== undefined)
      yield `neither ${file} nor a test says "${missing}": correct it, with … for what varies`;
  }
}

const plain = (text: string) => text.replace(/\s+/g, " ");

/** What varies is an ellipsis, or a word that stands for a number or a name: HOST, PORT, N. */
const piecesOf = (words: string) =>
  plain(words)
    .split(/…|\b(?:HOST|PORT|N)\b/)
    .map((piece) => piece.trim());

const shownName = ({ owner, name }: ParsedName) => (owner === null ? name : `${owner}.${name}`);

function isOffered({ owner, name }: ParsedName, offers: readonly Offer[], text: string): boolean {
  // `conn.readFrame`: an object of the class whose name the page need not say.
  const isObject = owner !== null && /^[a-z]/.test(owner);
  const fits = (offer: Offer) =>
    offer.name === name && (owner === null || offer.owner === owner || (isObject && offer.kind === "member"));
  if (offers.some(fits)) return true;
  // A member, of an interface too: findExports lists what others could use of classes, not all that is there.
  const begins = `^\\s*(?:(?:readonly|get|set|static|async|override) )*${name}[?!]?\\s*[(<:=;]`;
  if (
    (owner === null || isObject || offers.some((offer) => offer.name === owner)) &&
    new RegExp(begins, "m").test(text)
  )
    return true;
  // A face passes on what another file exports, or all that it does.
  return owner === null && new RegExp(`export(?: type)?\\{[^}]*\\b${name}\\b[^}]*\\}`).test(squeeze(text));
}
