import { randomBytes } from "node:crypto";
import { fails, holds, type Observation } from "./observation";
import type { Outsider } from "./outsider";

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
 * Clause 4d: a few log-ins to an account that does not exist, under an address made up for this (at example.invalid, which can be nobody's),
 * until the service makes it wait. It costs the service a handful of failures under this address and this network, and no member anything.
 */
export async function tryToLogIn({ ask, origin }: Outsider): Promise<Observation[]> {
  const fields = hiddenFields((await ask("/login")).body);
  if (!fields) return [fails("4d", "the login page has no form to try")];
  const email = `policy-verify-${randomBytes(6).toString("hex")}@example.invalid`;
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const data = new FormData();
    for (const [name, value] of fields) data.append(name, value);
    data.set("email", email);
    data.set("password", randomBytes(12).toString("base64url"));
    const sent = new Response(data);
    const headers = { origin, "content-type": sent.headers.get("content-type") ?? "" };
    const { status, body } = await ask("/login", { method: "POST", headers, body: await sent.text() });
    if (status === 429 || /too many/i.test(body)) return [holds("4d", `after ${attempt - 1} failures the next one had to wait`)];
    if (status !== 200 && status !== 401) return [fails("4d", `an attempt to log in was answered with ${status}`)];
  }
  return [fails("4d", `${mostAttempts} failures in a row were each answered at once`)];
}
