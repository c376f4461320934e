/**
 * A text that is sent as a file. Exercise day2/06.
 */

import { HttpError, type IntoResponse, type Response } from "../../../day2/src/index.ts";

export class Download implements IntoResponse {
  readonly #name: string;
  readonly #text: string;

  /** Errors: HttpError 400 for a name that cannot be one. */
  constructor(name: string, text: string) {
    this.#name = name;
    this.#text = text;
  }

  intoResponse(): Response {
    throw new Error("day2/06: write intoResponse");
  }
}
