/** Reads from a text that is all there is: for answers that were collected before they are looked at. */

import { visibleExcerpt } from "./bytes.ts";
import type { ByteReader } from "./http-client.ts";

export class TextReader implements ByteReader {
  /** What has not been taken. */
  rest: string;

  constructor(text: string) {
    this.rest = text;
  }

  async readUntil(wanted: string): Promise<string> {
    const at = this.rest.indexOf(wanted);
    if (at < 0) throw new Error(`no ${JSON.stringify(wanted)} in ${visibleExcerpt(this.rest)}`);
    return this.read(at + wanted.length);
  }

  async read(count: number): Promise<string> {
    if (this.rest.length < count) throw new Error(`${count} bytes wanted of ${visibleExcerpt(this.rest)}`);
    const taken = this.rest.slice(0, count);
    this.rest = this.rest.slice(count);
    return taken;
  }

  readAll(): Promise<string> {
    return this.read(this.rest.length);
  }
}
