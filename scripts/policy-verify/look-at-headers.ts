import { holds, missed, type Observation, unless } from "./observation";
import type { Answer, Outsider } from "./outsider";

/** Pages, an error, files and an API, and with what each is answered: all replies carry the headers. */
const places: [path: string, statuses: number[], isPage: boolean][] = [
  ["/", [200], true],
  ["/login", [200], true],
  ["/policy", [200], true],
  ["/there-is-nothing-here", [404], true],
  ["/.well-known/security.txt", [200], false],
  ["/api/health/live", [200], false],
  ["/api/metrics", [401, 403, 404], false],
  ["/favicon.svg", [200], false],
];

const wanted: [header: string, good: RegExp][] = [
  ["x-content-type-options", /^nosniff$/i],
  ["x-frame-options", /^(deny|sameorigin)$/i],
  ["referrer-policy", /^(no-referrer|same-origin|strict-origin|strict-origin-when-cross-origin)$/i],
  ["permissions-policy", /camera=\(\)/],
  ["cross-origin-opener-policy", /^same-origin$/i],
];

function missingHeaders(path: string, { headers }: Answer): string[] {
  return wanted
    .filter(([name, good]) => !good.test(String(headers[name] ?? "")))
    .map(([name]) => `${path} has ${headers[name] === undefined ? "no" : "a weak"} ${name}`);
}

/** A Content-Security-Policy's directives by their names (CSP 3, 2.2.1); of a name that is given twice the first counts. */
function directivesOf(policy: string): Map<string, string[]> {
  const parts = policy.split(";").map((part) => part.trim().split(/\s+/));
  return new Map(parts.toReversed().map(([name = "", ...values]) => [name.toLowerCase(), values]));
}

function weakPolicy(path: string, { headers }: Answer): string[] {
  const policy = String(headers["content-security-policy"] ?? "");
  if (policy === "") return [`${path} has no Content-Security-Policy`];
  const given = directivesOf(policy);
  const of = (name: string) => given.get(name) ?? (name.endsWith("-src") ? given.get("default-src") : undefined) ?? [];
  const faults: string[] = [];
  if (!of("script-src").some((value) => value.startsWith("'nonce-"))) faults.push("scripts need no nonce");
  for (const loose of ["'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"])
    if (of("script-src").includes(loose)) faults.push(`scripts may be ${loose}`);
  for (const name of ["object-src", "base-uri", "frame-ancestors"]) if (of(name).join() !== "'none'") faults.push(`${name} is not 'none'`);
  if (!given.has("form-action")) faults.push("forms may lead anywhere");
  return faults.map((fault) => `${path}: ${fault}`);
}

const nonceOf = ({ headers }: Answer) => /'nonce-([^']+)'/.exec(String(headers["content-security-policy"] ?? ""))?.[1];
const isPage = ({ headers }: Answer) => String(headers["content-type"] ?? "").startsWith("text/html");

/**
 * Clauses 6b and 6d: the policy and the headers of pages, errors, files and APIs, and that no nonce comes twice. A reply that is another one
 * than the service gives, such as a proxy's own, shows nothing of them.
 */
export async function lookAtHeaders({ ask }: Outsider): Promise<Observation[]> {
  const answers: [string, Answer][] = [];
  const [odd, oddPages]: [string[], string[]] = [[], []];
  for (const [path, statuses, shouldBePage] of places) {
    const answer = await ask(path, { headers: { accept: "text/html" } });
    answers.push([path, answer]);
    const isOdd = !statuses.includes(answer.status);
    if (isOdd) odd.push(`${path} (${answer.status})`);
    if (shouldBePage && (isOdd || !isPage(answer))) oddPages.push(`${path} (${answer.status})`);
  }
  const pages = answers.filter(([, answer]) => isPage(answer));
  const nonces = pages.map(([, answer]) => nonceOf(answer)).filter((nonce) => nonce !== undefined);
  const policies = pages.flatMap(([path, answer]) => weakPolicy(path, answer));
  if (new Set(nonces).size < nonces.length) policies.push("a nonce came twice");
  const pagesText = `${pages.length} pages admit scripts by a nonce of their own alone, no object, no frame around them and no other base`;
  const repliesText = `${wanted.length} headers on each of ${answers.length} replies, errors included`;
  return [
    unless(policies, oddPages.length > 0 ? missed("6b", `no page, or another: ${oddPages.join(", ")}`) : holds("6b", pagesText)),
    unless(
      answers.flatMap(([path, answer]) => missingHeaders(path, answer)),
      odd.length > 0 ? missed("6d", `answered otherwise than they are: ${odd.join(", ")}`) : holds("6d", repliesText),
    ),
  ];
}
