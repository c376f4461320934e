/** Cookies: `ray/cookie`. */

export { CookieSigner } from "./cookie-signer.ts";
export { type CookieJar, Cookies, cookies } from "./cookies.ts";
export { type CookieValues, parseCookies } from "./parse-cookies.ts";
export { type CookieOptions, serializeCookie } from "./serialize-cookie.ts";
