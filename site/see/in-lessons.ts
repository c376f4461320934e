/** Which lesson shows which picture, and what there is to see or to try beside it. Called by build.ts. Pure. */

export interface Beside {
  /** Pages whose picture stands in the lesson itself, behind its idea; with "#part" one of several. */
  readonly shown: readonly string[];
  /** Pages that its head leads to: those, and others. */
  readonly linked: readonly string[];
}

const HOOKS = "see/hooks.html";
const LIFE = "see/life.html";
const STATES = "see/states.html";
const FLAME = "see/flame.html";
const TRIE = "see/trie.html";
const SPEED = "see/speed.html";
const PLAYGROUND = "playground.html";

/** By day and name of the lesson. */
export const IN_LESSONS: Readonly<Record<string, Partial<Beside>>> = {
  "1/permits": { linked: [LIFE] },
  "1/round": { shown: ["see/loop.html"] },
  "1/armour": { linked: [LIFE] },
  "2/head": { shown: [`${SPEED}#head`], linked: [PLAYGROUND] },
  "2/framing": { linked: [PLAYGROUND] },
  "2/chunked": { linked: [PLAYGROUND] },
  "2/keep-alive": { shown: [STATES] },
  "2/armour": { shown: [LIFE], linked: [STATES] },
  "3/trie": { linked: [TRIE] },
  "3/walk": { shown: [TRIE] },
  "3/armour": { shown: [`${SPEED}#router`] },
  "5/in": { linked: [HOOKS] },
  "5/out": { linked: [HOOKS] },
  "5/scopes": { shown: [HOOKS] },
  "5/around": { linked: [HOOKS] },
  "5/armour": { shown: [FLAME, `${SPEED}#servers`], linked: [LIFE] },
};

export function besideLesson(day: number, name: string): Beside {
  const { shown = [], linked = [] } = IN_LESSONS[`${day}/${name}`] ?? {};
  return { shown, linked: [...shown, ...linked] };
}
