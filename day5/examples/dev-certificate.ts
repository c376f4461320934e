/**
 * A certificate for trying things out: made on first use and kept in `.dev-certificate`, for localhost and this machine
 * alone. Node has no way to sign one; openssl has, and is there on most machines.
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";

const FOLDER = ".dev-certificate";

/** Paths of a certificate and its key. Says how curl comes to trust it. Errors: one that says what to install. */
export function devCertificate(port: string): { cert: string; key: string } {
  const [cert, key] = [join(FOLDER, "cert.pem"), join(FOLDER, "key.pem")];
  if (!existsSync(cert) || !existsSync(key)) make(cert, key);
  console.error(`trust it with: curl --cacert ${cert} https://localhost:${port}/`);
  return { cert, key };
}

function make(cert: string, key: string): void {
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
  const names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1";
  // Beside their places first: one that was cut off must not be taken for a certificate the next time.
  const [newCert, newKey] = [`${cert}.new`, `${key}.new`];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "365"];
  const about = ["-subj", "/CN=localhost", "-addext", names];
  try {
    execFileSync("openssl", ["req", "-x509", ...kind, ...about, "-keyout", newKey, "-out", newCert], {
      stdio: "pipe",
    });
  } catch (cause) {
    throw new Error(`cannot make a certificate: install openssl 1.1.1 or later, or put one at ${cert}`, {
      cause,
    });
  }
  renameSync(newKey, key);
  renameSync(newCert, cert);
}
