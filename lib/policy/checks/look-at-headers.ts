import { minuteMs } from "@/lib/base/clock";
import { securityHeaders } from "@/lib/edge/security-headers";
import { type Check, judge, unknown } from "@/lib/policy/control";
import { frontDoor, knock } from "@/lib/policy/front-door";

/** A page, an answer to a program, a redirect, a refusal: one of each way in which web answers, and with which status. */
const places: [path: string, status: number][] = [
  ["/", 200],
  ["/login", 200],
  ["/api/health/live", 200],
  ["/operator", 307],
  ["/.well-known/change-password", 307],
  ["/no-such-page", 404],
];
const everyMs = 5 * minuteMs;

const replies = () => Promise.all(places.map(async ([path, wantedStatus]) => ({ path, wantedStatus, ...(await knock(path)) })));

export const headersOfReplies: Check = {
  id: "security-headers",
  about: "The security headers of live replies: pages, redirects, refusals and errors",
  everyMs,
  look: async () => {
    const wanted = securityHeaders({ https: frontDoor().isTls }).filter(([name]) => name !== "Strict-Transport-Security");
    const found = await replies();
    const missing = found.flatMap(({ path, headers }) =>
      wanted.filter(([name, value]) => headers[name.toLowerCase()] !== value).map(([name]) => `${name} at ${path}`),
    );
    const odd = found.find(({ status, wantedStatus }) => status !== wantedStatus);
    // Another reply than the website gives there, such as a proxy's, shows only that it has them itself.
    if (missing.length === 0 && odd)
      return unknown(`${odd.path} was answered with status ${odd.status} in the place of ${odd.wantedStatus}.`);
    return judge(found.length * wanted.length, missing.length, {
      good: `All of ${wanted.length} headers on each of ${found.length} replies.`,
      bad: `Missing or different: ${missing.slice(0, 3).join(", ")}${missing.length > 3 ? ", and more" : ""}.`,
    });
  },
};

function directivesOf(policy: string): Map<string, string[]> {
  return new Map(
    policy.split(";").map((directive) => {
      const [name = "", ...values] = directive.trim().split(/\s+/);
      return [name.toLowerCase(), values];
    }),
  );
}

/** What a Content-Security-Policy lacks to limit cross-site scripting; null when it lacks nothing. */
function weaknessOf(policy: string | undefined, nonces: Set<string>): string | null {
  if (!policy) return "no policy";
  const directives = directivesOf(policy);
  const scripts = directives.get("script-src") ?? directives.get("default-src") ?? ["*"];
  const nonce = scripts.find((value) => value.startsWith("'nonce-"));
  if (scripts.some((value) => ["'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "https:", "http:", "data:"].includes(value)))
    return "scripts that are written into a page, or come from anywhere";
  if (!nonce || nonce.length < 28) return "no nonce";
  if (nonces.has(nonce)) return "a nonce that is used twice";
  nonces.add(nonce);
  const none = (name: string) => directives.get(name)?.join() === "'none'";
  if (!none("base-uri") || !none("object-src") || !none("frame-ancestors")) return "no bound on base, objects or frames";
  return null;
}

export const scriptPolicy: Check = {
  id: "content-security-policy",
  about: "The Content-Security-Policy of live pages, directive by directive",
  everyMs,
  look: async () => {
    const pages = ["/", "/login", "/policy", "/report"];
    const nonces = new Set<string>();
    const found = await Promise.all(pages.map(async (path) => ({ path, ...(await knock(path)) })));
    const weak = found.flatMap(({ path, headers }) => {
      const weakness = weaknessOf(headers["content-security-policy"], nonces);
      return weakness ? [`${weakness} at ${path}`] : [];
    });
    const odd = found.find(({ status, headers }) => status !== 200 || !headers["content-type"]?.startsWith("text/html"));
    if (weak.length === 0 && odd) return unknown(`${odd.path} was answered with status ${odd.status}, and not with its page.`);
    return judge(found.length, weak.length, {
      good: `On ${found.length} pages scripts run by a fresh nonce alone, and nothing may frame them.`,
      bad: `${weak.join(", ")}.`,
    });
  },
};
