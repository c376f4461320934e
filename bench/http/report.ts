/**
 * The figures as a table for people or as JSON for programs. Machines are shared and noisy: what counts is
 * the median of the rounds, and the ratio to a peer in the same run.
 */

import type { Sample } from "./load.ts";

export interface Row {
  readonly peer: string;
  readonly samples: readonly Sample[];
}

export interface Summary {
  readonly peer: string;
  readonly rate: number;
  readonly cpuUs: number;
  readonly p99Ms: number;
  readonly errors: number;
}

export function summarize({ peer, samples }: Row): Summary {
  return {
    peer,
    rate: median(samples.map((sample) => sample.rate)),
    cpuUs: median(samples.map((sample) => sample.cpuUs)),
    p99Ms: median(samples.map((sample) => sample.p99Ms)),
    errors: samples.reduce((sum, sample) => sum + sample.errors, 0),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] ?? Number.NaN;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** `ray ×` is how many times as many requests ray answers; `ray cpu ×` how many times less CPU it takes. */
export function tableLines(title: string, rows: readonly Summary[]): string[] {
  const ray = rows.find((row) => row.peer === "ray");
  const cells = rows.map((row) => [
    row.peer,
    Math.round(row.rate).toLocaleString("en"),
    row.cpuUs.toFixed(2),
    row.p99Ms.toFixed(2),
    ray === undefined ? "" : (ray.rate / row.rate).toFixed(2),
    ray === undefined ? "" : (row.cpuUs / ray.cpuUs).toFixed(2),
    row.errors === 0 ? "" : String(row.errors),
  ]);
  return [
    title,
    ...aligned(["server", "requests/s", "CPU µs", "p99 ms", "ray ×", "ray cpu ×", "errors"], cells),
  ];
}

export function aligned(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
