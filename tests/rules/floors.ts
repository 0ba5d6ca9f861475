/** The nouns of lib, lowest first. What each is: CONTRIBUTING.md. */
export const nouns = [
  "base",
  "edge",
  "outbound",
  "passwords",
  "keys",
  "requests",
  "audit",
  "notices",
  "terms",
  "factors",
  "accounts",
  "vault",
  "platforms",
  "connections",
  "schedule",
  "billing",
  "orders",
  "membership",
  "oversight",
  "policy",
  "web",
] as const;
export type Noun = (typeof nouns)[number];

/** Which nouns each noun may import, besides itself and base. */
const upward: Record<Noun, readonly Noun[]> = {
  base: [],
  edge: [],
  outbound: [],
  passwords: ["outbound"],
  keys: [],
  requests: [],
  audit: ["keys"],
  notices: ["audit", "keys", "outbound"],
  terms: ["audit"],
  factors: ["audit", "keys", "notices"],
  accounts: ["audit", "factors", "keys", "notices", "outbound", "passwords", "terms"],
  vault: ["audit", "keys", "requests"],
  platforms: ["outbound"],
  connections: ["accounts", "audit", "notices", "platforms", "requests", "vault"],
  schedule: ["accounts", "audit", "connections", "keys", "notices", "outbound", "requests"],
  billing: ["accounts", "audit", "notices", "outbound", "requests", "terms"],
  orders: ["accounts", "audit", "billing", "connections", "keys", "notices", "platforms", "requests", "schedule", "terms"],
  membership: ["accounts", "audit", "billing", "connections", "notices", "orders", "requests", "terms", "vault"],
  oversight: nouns.slice(0, nouns.indexOf("oversight")),
  policy: nouns.slice(0, nouns.indexOf("policy")),
  web: ["accounts", "audit", "edge", "factors"],
};

const withoutDatabase: readonly Noun[] = ["base", "edge", "outbound", "passwords", "keys"];

/** A place that other files can import: a noun (`lib/vault`), a top folder (`db`) or a file beside them (`worker.ts`). */
export type Place = string;

const everyNoun = nouns.map((noun) => `lib/${noun}`);
const nounsOfEveryProcess = everyNoun.filter((place) => place !== "lib/web");

const outsideLib: Record<Place, readonly Place[]> = {
  app: everyNoun,
  db: ["lib/base"],
  "middleware.ts": ["lib/base", "lib/edge"],
  "server.ts": everyNoun,
  "instrumentation.ts": everyNoun,
  "instrumentation-client.ts": ["lib/base", "lib/edge"],
  "worker.ts": [...nounsOfEveryProcess, "db"],
  scripts: [...nounsOfEveryProcess, "db", "bench"],
  sandbox: ["lib/base"],
  bench: [...nounsOfEveryProcess, "db", "scripts"],
  tests: [
    "app",
    ...everyNoun,
    "db",
    "sandbox",
    "scripts",
    "middleware.ts",
    "server.ts",
    "worker.ts",
    "instrumentation.ts",
    "next.config.ts",
  ],
};

/** Who may import whom. A place may always import itself; what is not listed is refused. Change it together with a record in docs/decisions. */
export const mayImport: Record<Place, readonly Place[]> = {
  ...outsideLib,
  ...Object.fromEntries(
    nouns.map((noun) => [
      `lib/${noun}`,
      ["lib/base", ...upward[noun].map((other) => `lib/${other}`), ...(withoutDatabase.includes(noun) ? [] : ["db"])],
    ]),
  ),
};

/** The place that a repository path belongs to. */
export function placeOf(path: string): Place {
  const [top = "", second] = path.split("/");
  if (second === undefined) return /\.\w+$/.test(top) ? top : `${top}.ts`;
  return top === "lib" ? `lib/${second}` : top;
}
