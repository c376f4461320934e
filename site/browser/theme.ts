/** Light or dark, before the first line is painted: what was chosen, else what the system says. */
import { chosenScheme } from "./scheme.ts";

const scheme = chosenScheme();
if (scheme !== "system") document.documentElement.dataset.scheme = scheme;
