/**
 * Misunderstanding: the server refuses what breaks a field. It does, as an error of the program: a 500, for which the
 * client is to blame.
 * Killed by: "I4: a line end in a name is the client's mistake, a 400"
 */

import { type IntoResponse, Response } from "../../../../day2/src/index.ts";

export class Download implements IntoResponse {
  readonly #name: string;
  readonly #text: string;

  /** Errors: HttpError 400 for a name that cannot be one. */
  constructor(name: string, text: string) {
    this.#name = name;
    this.#text = text;
  }

  intoResponse(): Response {
    const plain = this.#name.replaceAll(/[^\0-\x7f]/gu, "_");
    const quoted = plain.replaceAll(/["\\]/g, "\\$&");
    const parts = ["attachment", `filename="${quoted}"`];
    if (plain !== this.#name) parts.push(`filename*=UTF-8''${encode(this.#name)}`);
    return new Response(this.#text, {
      headers: { "content-type": "application/octet-stream", "content-disposition": parts.join("; ") },
    });
  }
}

/** RFC 8187 §3.2.1 allows less than encodeURIComponent leaves. */
function encode(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
