/**
 * `ray/cookie`: what a client keeps for us, read and written by `cookies(c)`. The two halves of the grammar are here as
 * well, for programs that meet cookies elsewhere, as in a test or a proxy.
 */

export { CookieSigner } from "./cookie-signer.ts";
export { type CookieJar, Cookies, cookies } from "./cookies.ts";
export { type CookieValues, parseCookies } from "./parse-cookies.ts";
export { type CookieOptions, serializeCookie } from "./serialize-cookie.ts";
