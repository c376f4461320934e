/** Cookies: `ray/cookie`. */

export { CookieSigner } from "./cookie/cookie-signer.ts";
export { type CookieJar, Cookies, cookies } from "./cookie/cookies.ts";
export { type CookieValues, parseCookies } from "./cookie/parse-cookies.ts";
export { type CookieOptions, serializeCookie } from "./cookie/serialize-cookie.ts";
