import { type Place, placeOf } from "./floors";
import type { Parsed } from "./parse-sources";

const outsideTheService: readonly Place[] = ["sandbox", "scripts", "bench"];

/**
 * The only places that may import each of these packages. Tests may import any of them.
 * next/headers is the door to cookies and headers: everything else gets named values from lib/web and lib/edge.
 * Node's network modules are the door outward: see the record on outbound calls.
 */
const homes: Record<string, readonly Place[]> = {
  stripe: ["lib/billing", "sandbox"],
  postgres: ["db", "scripts", "bench"],
  "pg-boss": ["db", "lib/requests", "worker.ts", "scripts"],
  koffi: ["lib/keys"],
  nodemailer: ["lib/notices"],
  "@node-rs/argon2": ["lib/passwords", "bench"],
  "@zxcvbn-ts": ["lib/passwords"],
  "@simplewebauthn/server": ["lib/factors"],
  otpauth: ["lib/factors", "scripts"],
  "next-auth": ["lib/web"],
  "node:https": ["lib/outbound", ...outsideTheService],
  "node:http": ["server.ts", "lib/web", "lib/outbound", ...outsideTheService],
  "node:http2": outsideTheService,
  "node:net": ["lib/outbound", ...outsideTheService],
  "node:dns": ["lib/outbound"],
  "node:tls": ["lib/outbound", ...outsideTheService],
  "next/headers": ["lib/web", "lib/edge"],
  "@upstash/ratelimit": ["lib/edge"],
  "@upstash/redis": ["lib/edge"],
};

/** Packages that app reaches only through a noun, whichever place of lib they live in. */
const neverInApp = ["drizzle-orm", "drizzle-kit", "jose", "@upstash/ratelimit", "@upstash/redis", "temporal-polyfill"];

export function strayPackages(files: Parsed[]): string[] {
  return files.flatMap(({ path, imports }) => {
    const from = placeOf(path);
    if (from === "tests") return [];
    return imports.flatMap(({ target, specifier, line }) => {
      if (target !== null) return [];
      const home = Object.keys(homes).find((name) => within(specifier, name));
      const stray = home !== undefined && !homes[home]?.includes(from);
      const inApp = from === "app" && neverInApp.some((name) => within(specifier, name));
      return stray || inApp ? [`${path}:${line}: ${from} may not import ${specifier}`] : [];
    });
  });
}

function within(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}
