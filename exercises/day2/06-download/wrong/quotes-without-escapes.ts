/**
 * Misunderstanding: what stands in quotation marks is safe. Not from a quotation mark.
 * Killed by: "I4: a quotation mark ends nothing"
 */

import { HttpError, type IntoResponse, Response } from "../../../../day2/src/index.ts";

export class Download implements IntoResponse {
  readonly #name: string;
  readonly #text: string;

  /** Errors: HttpError 400 for a name that cannot be one. */
  constructor(name: string, text: string) {
    if (/[\0-\x1f\x7f]/.test(name)) throw new HttpError(400, "a file name has no control characters");
    this.#name = name;
    this.#text = text;
  }

  intoResponse(): Response {
    const plain = this.#name.replaceAll(/[^\x20-\x7e]/gu, "_");
    const parts = ["attachment", `filename="${plain}"`];
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
