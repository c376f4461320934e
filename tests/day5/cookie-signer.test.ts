/** Signed cookies: a client keeps them and cannot change them; keys are exchanged without logging anybody out. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { load } from "../support/stage.ts";

const { CookieSigner } = await load<typeof import("../../day5/src/cookie/index.ts")>("cookie/index.ts");

const OLD = "an old secret of 32 bytes or more";
const NEW = "a new secret of 32 bytes or longer";

test("any value comes back as it was signed, under its name and no other", () => {
  const signer = new CookieSigner([NEW]);
  fc.assert(
    fc.property(fc.string(), (value) => {
      const signed = signer.sign("sid", value);
      assert.equal(signer.unsign("sid", signed), value);
      assert.equal(signer.unsign("role", signed), null);
    }),
  );
});

test("no change of one character passes: of the value, the dot or the signature", () => {
  const signer = new CookieSigner([NEW]);
  const signed = signer.sign("sid", "user=7");
  for (let at = 0; at < signed.length; at++) {
    for (const other of ["A", "B", "=", "", "."]) {
      const forged = signed.slice(0, at) + other + signed.slice(at + 1);
      if (forged !== signed) assert.equal(signer.unsign("sid", forged), null, forged);
    }
  }
  for (const forged of ["", ".", "user=7", "user=7.", signed.slice(1), `${signed}=`])
    assert.equal(signer.unsign("sid", forged), null);
});

test("the first key signs and all verify: a key that has gone verifies nothing any more", () => {
  const before = new CookieSigner([OLD]).sign("sid", "1");
  const both = new CookieSigner([NEW, OLD]);
  assert.equal(both.unsign("sid", before), "1");
  const after = both.sign("sid", "1");
  assert.equal(new CookieSigner([NEW]).unsign("sid", after), "1");
  assert.equal(new CookieSigner([OLD]).unsign("sid", after), null);
  assert.equal(new CookieSigner([NEW]).unsign("sid", before), null);
});

test("a signer without a key, or with a short one, is an error that says which, and never shows the secret", () => {
  assert.throws(() => new CookieSigner([]), /at least one key/);
  assert.throws(
    () => new CookieSigner("a string is a list of letters to some" as unknown as string[]),
    /a list/,
  );
  assert.throws(
    () => new CookieSigner([NEW, "hunter2"]),
    (error: Error) => {
      assert.match(error.message, /key 1 .* at least 32 bytes/);
      assert.ok(!error.message.includes("hunter2"));
      return true;
    },
  );
});
