/**
 * The lock files must install on anyone's machine: each lists every platform's variant of its packages, and
 * names no registry.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

interface Lock {
  packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>;
}

for (const file of ["package-lock.json", "bench/package-lock.json"]) {
  const lock = JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8")) as Lock;

  test(`${file} has an entry for every optional package, so that npm ci works on every platform`, () => {
    const missing: string[] = [];
    for (const [path, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
      for (const name of Object.keys(optionalDependencies)) {
        const places = [`node_modules/${name}`, `${path}/node_modules/${name}`];
        if (!places.some((place) => place in lock.packages)) missing.push(`${path} → ${name}`);
      }
    }
    assert.deepEqual(missing, []);
  });

  test(`${file} names no host: whoever installs uses a registry of their own`, () => {
    const named = Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined);
    assert.deepEqual(named, []);
  });
}
