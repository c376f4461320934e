/** A stream for an answer that counts how often it is let go of. */

import type { AnyBody } from "./told-streams.ts";

/** `fails`: its `return` rejects, which must harm nobody. */
export function watched({ fails }: { readonly fails: boolean }): {
  seen: { returned: number };
  stream: AnyBody;
} {
  const seen = { returned: 0 };
  const pieces = {
    next: async () => ({ done: true as const, value: undefined }),
    return: async () => {
      seen.returned += 1;
      if (fails) throw new Error("nobody cares");
      return { done: true as const, value: undefined };
    },
  };
  return { seen, stream: { [Symbol.asyncIterator]: () => pieces } };
}
