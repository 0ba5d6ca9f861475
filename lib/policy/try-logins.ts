import { randomBytes } from "node:crypto";

/** Asks the website as a visitor does. */
export type Ask = (
  path: string,
  question?: { method?: "GET" | "POST"; headers?: Record<string, string>; body?: string },
) => Promise<{ status: number; body: string }>;

/** More than this is not tried: a service that has let so many pass in a row has no limit that would stop a guesser. */
export const mostAttempts = 12;

/** The hidden fields of the page's form that asks for a password, as a browser without scripts would post them. */
function hiddenFields(html: string): [string, string][] | null {
  const form = [...html.matchAll(/<form\b[\s\S]*?<\/form>/g)].map(([it]) => it).find((it) => it.includes('name="password"'));
  if (!form) return null;
  const value = (tag: string, name: string) =>
    new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  return [...form.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].flatMap(([tag]): [string, string][] => {
    const name = value(tag, "name");
    return name === undefined ? [] : [[name, value(tag, "value") ?? ""]];
  });
}

/**
 * A few logins to an account that does not exist, under an address made up for this (at example.invalid, which can be nobody's), until the
 * service makes it wait (clause 4d). It costs the service a handful of failures under this address and this network, and no member anything.
 * @param origin the one that the service calls itself, which its form is posted with
 * @returns after how many failures the next one had to wait, none where others of this network have failed before; null when none of
 *   `mostAttempts` had to
 * @throws Error saying why it could not be tried
 */
export async function tryLogins(ask: Ask, origin: string): Promise<number | null> {
  const fields = hiddenFields((await ask("/login")).body);
  if (!fields) throw new Error("the login page has no form to try");
  const email = `login-probe-${randomBytes(6).toString("hex")}@example.invalid`;
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const data = new FormData();
    for (const [name, value] of fields) data.append(name, value);
    data.set("email", email);
    data.set("password", randomBytes(12).toString("base64url"));
    const sent = new Response(data);
    const headers = { origin, "content-type": sent.headers.get("content-type") ?? "" };
    const { status, body } = await ask("/login", { method: "POST", headers, body: await sent.text() });
    // The log-in's own words: a limit on requests of any kind has others.
    if (/too many attempts/i.test(body)) return attempt - 1;
    if (status !== 200 && status !== 401) throw new Error(`an attempt to log in was answered with ${status}`);
  }
  return null;
}
