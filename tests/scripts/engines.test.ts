/** What `engines` in package.json promises, every installed package must allow: some drop a Node within a minor release. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import semver from "semver";

interface Package {
  readonly engines?: { readonly node?: string };
  readonly optional?: boolean;
}

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));

const own = read("package.json") as Package;
const { packages } = read("package-lock.json") as { packages: Record<string, Package> };
const least = semver.minVersion(own.engines?.node ?? "")?.version ?? "";

function refusing(all: Record<string, Package>, version: string): string[] {
  return Object.entries(all)
    .filter(
      ([path, { engines }]) =>
        path !== "" && engines?.node !== undefined && !semver.satisfies(version, engines.node),
    )
    .map(([path, { engines }]) => `${path} needs ${engines?.node}`);
}

test(`every installed package runs on Node ${least}`, () => {
  assert.equal(least, "20.19.0");
  assert.ok(Object.keys(packages).length > 100);
  assert.deepEqual(refusing(packages, least), []);
});

test("a package that dropped this Node is named", () => {
  const dropped = {
    "node_modules/late": { engines: { node: "^22.18.0 || >=24.11.0" } },
    "node_modules/any": {},
  };
  assert.deepEqual(refusing(dropped, least), ["node_modules/late needs ^22.18.0 || >=24.11.0"]);
});
