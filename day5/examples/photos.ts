/**
 * A shelf of pictures: those with a key may put one on it, all may look. `npm run photos`, and then
 * `curl -u ali:sesame -F picture=@cat.jpg http://127.0.0.1:3000/photos`. Apps made of apps, in poem's words.
 */

import { Busboy } from "@fastify/busboy";
import {
  behind,
  type FilePart,
  handler,
  type MemoryFile,
  multipart,
  path,
  state,
  supply,
  toMemory,
} from "../src/extract/index.ts";
import {
  type AppContext,
  type Endpoint,
  HttpError,
  key,
  provide,
  Response,
  Router,
  run,
} from "../src/index.ts";
import { basicAuth, securityHeaders, userName } from "../src/middleware/index.ts";
import { catchError, get, type Middleware, post } from "../src/wrap.ts";
import { createLogger } from "./logger.ts";

const { HOST = "127.0.0.1", PORT = "3000" } = process.env;

/** All pictures, by the name that their keeper gave. Made where the server is: a handler finds it by this key. */
const shelf = key<Map<string, MemoryFile & { readonly keeper: string }>>("shelf");
/** Who asks. A handler that wants to know stands behind it, or does not compile. */
const keeper = supply("keeper", userName);

/** What a browser shows as a picture, and never runs. */
const PICTURES = new Set(["image/jpeg", "image/png", "image/webp"]);

function picture(part: FilePart): Promise<MemoryFile> {
  if (PICTURES.has(part.type)) return toMemory(part);
  throw new HttpError(415, `a picture is one of ${[...PICTURES].join(", ")}`, { expose: true });
}

const upload = multipart({ parser: Busboy, file: picture, limits: { files: 4, fileBytes: 2_000_000 } });

const list = handler(state(shelf), (pictures) =>
  [...pictures].map(([name, { keeper, bytes }]) => ({ name, keeper, bytes: bytes.length })),
);

const add = handler(keeper.value, state(shelf), upload, (keeper, pictures, { files }) => {
  if (pictures.size + files.length > 100) throw new HttpError(409, "the shelf is full", { expose: true });
  for (const file of files) pictures.set(file.filename, { ...file, keeper });
  return files.map(({ filename }) => `/photos/${encodeURIComponent(filename)}`);
});

const show = handler(path("name"), state(shelf), (name, pictures) => {
  const found = pictures.get(name);
  if (found === undefined) throw new NoPicture(name);
  return new Response(found.bytes, { headers: { "content-type": found.type } });
});

class NoPicture extends Error {}

/** Says how long the answer took to be ready. */
class Stopwatch implements Middleware {
  transform(ep: Endpoint): Endpoint {
    return {
      async call(c: AppContext) {
        const begun = performance.now();
        const answer = await ep.call(c);
        answer.headers.set("server-timing", `app;dur=${(performance.now() - begun).toFixed(1)}`);
        return answer;
      },
    };
  }
}

const router = new Router()
  .hooks(securityHeaders())
  .at("/photos", get(list))
  .at("/photos/:name", get(show).with(catchError(NoPicture, (c) => c.string("no such picture\n", 404))))
  .with(new Stopwatch());

behind(router.group("/photos").hooks(basicAuth({ users: { ali: "sesame" } })), keeper).at("/", post(add));

await run(`${HOST}:${PORT}`, router, { logger: createLogger(), state: [provide(shelf, new Map())] });
