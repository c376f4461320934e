/** The pages with pictures that are drawn from the code as it is. Called by tool-pages.ts. */
import { flamePicture } from "./flame-page.ts";
import { hooksPicture } from "./hook-page.ts";
import { livesPicture } from "./life-page.ts";
import { roundsPicture } from "./loop-page.ts";
import type { SeePicture, SeeSite } from "./see-picture.ts";
import { speedPicture } from "./speed-page.ts";
import { statesPicture } from "./state-page.ts";
import { triePicture } from "./trie-page.ts";

export async function seePictures(site: SeeSite): Promise<SeePicture[]> {
  return [
    triePicture(),
    await hooksPicture(),
    await roundsPicture(),
    await livesPicture(),
    await statesPicture(site),
    flamePicture(site),
    speedPicture(site),
  ];
}
