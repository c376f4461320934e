/** boundsOf: what the figures are held to. A limit fails `npm run house`; an aim is shown beside its figure. */

import { commentShare, type Figures } from "./figures.ts";

export interface Bound {
  readonly what: string;
  readonly value: number;
  readonly least?: number;
  readonly most?: number;
  readonly kind: "limit" | "aim";
}

/** Lines of code that a day may add. As for the size of a file, comments are free; the last day has no such aim. */
const NEW_CODE = [2450, 2400, 800, 200];

export function boundsOf({ way, days, circles, instantiations }: Figures): Bound[] {
  const last = days.at(-1) ?? { code: 0, comments: 0 };
  const share = Math.round(commentShare(last) * 10) / 10;
  return [
    { what: "files that one GET passes", value: way.files, most: 30, kind: "aim" },
    { what: "comments, percent of lines", value: share, least: 28, kind: "aim" },
    { what: "circles of files that load each other", value: circles.loading.length, most: 0, kind: "limit" },
    { what: "types for 500 routes", value: instantiations, most: 49_999, kind: "limit" },
    ...days.flatMap(({ day, newCode }): Bound[] => {
      const most = NEW_CODE[day - 1];
      return most === undefined
        ? []
        : [{ what: `new lines of code on day ${day}`, value: newCode, most, kind: "aim" }];
    }),
  ];
}

export function isKept({ value, least = 0, most = Number.POSITIVE_INFINITY }: Bound): boolean {
  return value >= least && value <= most;
}
