/**
 * Two themes as one, so that each text is read once: in place of each colour stands the number of a pair. It is exact
 * where both themes name the same parts of a text, which is checked. Called by line-colours.ts.
 */
import type { ThemeRegistrationRaw } from "shiki/core";

export type Theme = Pick<ThemeRegistrationRaw, "colors" | "tokenColors">;

/** The name of the theme that is made. */
export const PAIRS = "pairs";

/** `pairs`: "color light/color dark", by the number that the theme has. Errors: when the themes differ in their parts. */
export function pairsOf(light: Theme, dark: Theme): { theme: ThemeRegistrationRaw; pairs: string[] } {
  const pairs: string[] = [];
  const numberOf = (one = "", other = ""): string => {
    const pair = `${one}/${other}`;
    if (!pairs.includes(pair)) pairs.push(pair);
    return `#${pairs.indexOf(pair).toString(16).padStart(6, "0")}`;
  };
  const plain = "editor.foreground";
  const colors = { [plain]: numberOf(light.colors?.[plain], dark.colors?.[plain]) };
  const others = dark.tokenColors ?? [];
  const settings = (light.tokenColors ?? []).map(({ scope, settings: { fontStyle, foreground } }, index) => {
    const other = others[index];
    const isSame =
      JSON.stringify(scope) === JSON.stringify(other?.scope) &&
      fontStyle === other?.settings.fontStyle &&
      (foreground === undefined) === (other?.settings.foreground === undefined);
    if (!isSame) throw new Error(`the themes do not fit together: rule ${index}, ${JSON.stringify(scope)}`);
    return {
      ...(scope !== undefined && { scope }),
      settings: {
        ...(fontStyle !== undefined && { fontStyle }),
        ...(foreground !== undefined && { foreground: numberOf(foreground, other?.settings.foreground) }),
      },
    };
  });
  return { theme: { name: PAIRS, type: "light", colors, settings, tokenColors: settings }, pairs };
}
