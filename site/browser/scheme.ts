/** The choice of light or dark, kept in the browser. A browser that keeps nothing follows the system. */

export type Scheme = "light" | "dark" | "system";

const KEY = "ray-scheme";

export function chosenScheme(): Scheme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
}

export function chooseScheme(scheme: Scheme): void {
  if (scheme === "system") delete document.documentElement.dataset.scheme;
  else document.documentElement.dataset.scheme = scheme;
  try {
    localStorage.setItem(KEY, scheme);
  } catch {
    // It holds for this page, then.
  }
}
