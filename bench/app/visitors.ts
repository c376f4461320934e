/**
 * Visitors who have logged in: what their browsers would send back as a cookie. Each is looked at once, so that a
 * server which forgets its sessions is found before it is measured.
 */

/** Errors: the server gives no cookie, or does not know it again; the message says what it answered. */
export async function logIn(port: number, count: number): Promise<string[]> {
  const base = `http://127.0.0.1:${port}/api`;
  const cookies: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const login = await fetch(`${base}/login`, { method: "POST" });
    await login.body?.cancel();
    // Name and value, without the attributes.
    const cookie = login.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
    if (cookie === "") throw new Error(`no cookie at the login, but status ${login.status}`);
    await check(base, cookie);
    cookies.push(cookie);
  }
  return cookies;
}

async function check(base: string, cookie: string): Promise<void> {
  const headers = { cookie, "content-type": "application/json" };
  const change = (body: unknown) =>
    fetch(`${base}/todos/2`, { method: "PATCH", headers, body: JSON.stringify(body) });
  const wrong = await change({ done: "yes" });
  await wrong.body?.cancel();
  if (wrong.status < 400) throw new Error(`a change that the schema refuses gets status ${wrong.status}`);
  const right = await change({ done: true });
  const text = `${await right.text()} ${await (await fetch(`${base}/todos`, { headers })).text()}`;
  if (right.status !== 200 || text.match(/"done":true/g)?.length !== 3)
    throw new Error(`a change is not kept: status ${right.status}, ${text}`);
}
