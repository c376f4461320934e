/**
 * How Chinese is set below docs/zh, and which word stands for a thing: the rules of 用语 in docs/zh/README.md that a
 * program can hold. Called by translation.ts with a page whose head and code blocks are blank.
 */

export interface Slip {
  readonly line: number;
  readonly message: string;
}

const HAN = "\\p{Script=Han}";
const FULL = "，。；：！？、（）《》";
/** A letter, a digit, or the edge of a code span. */
const LATIN = "[A-Za-z0-9`]";

const RULES: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(`${HAN}${LATIN}|${LATIN}${HAN}`, "gu"),
    "a space belongs between Chinese and Latin, digits or code",
  ],
  [new RegExp(`${HAN} +${HAN}`, "gu"), "no space stands between two Chinese words"],
  [new RegExp(` [${FULL}]|[${FULL}] +(?=[^ |])`, "gu"), "no space stands beside a full-width mark"],
  [new RegExp(`${HAN} ?[,;:!?.](?![^\\s${FULL}])|${HAN}\\(|\\)${HAN}`, "gu"), "Chinese has full-width marks"],
  [new RegExp(`${HAN}…(?!…)`, "gu"), "an ellipsis in Chinese is ……"],
  [/“[ -~]+”/gu, 'English words are quoted as they are: "…"'],
];

/** Words that translators reach for, and the one that this course uses. */
const WORDS: readonly (readonly [string, string])[] = [
  ["应答", "响应"],
  ["分组", "路由组"],
  ["处理者", "处理器"],
  ["监听者", "监听器"],
  ["首部", "头部"],
  ["不变量", "不变式"],
  ["徘徊", "延迟关闭"],
  ["抛错", "抛出错误"],
];

/** The text keeps its lines; a code span becomes a pair of backticks, and of a link only its words stay. */
const spoken = (prose: string) =>
  prose
    .replace(/(`+)(?:(?!\1)[^\n])+?\1/g, "``")
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replace(/\*+/g, "");

export function slipsOf(prose: string): Slip[] {
  return spoken(prose)
    .split("\n")
    .flatMap((text, index) => {
      const tell = (message: string) => ({ line: index + 1, message });
      return [
        ...RULES.flatMap(([rule, why]) =>
          [...text.matchAll(rule)].map(([found]) => tell(`${why}: ${found}`)),
        ),
        ...WORDS.filter(([word]) => text.includes(word)).map(([word, by]) =>
          tell(`one word for one thing: ${by}, not ${word}`),
        ),
      ];
    });
}
