import type { Outcome, Seen } from "@/lib/oversight/seen";

/** Something of a clause that is looked at, again and again. */
export interface Check {
  /** Its name in evidence, kept for good. */
  id: string;
  /** What it looks at, in a few words. */
  about: string;
  everyMs: number;
  /** How long a look may take; 20 seconds if left out. One that takes longer has seen nothing. */
  mostMs?: number;
  /** How soon it looks again after what did not hold; two minutes if left out, for looks that cost something. */
  againMs?: number;
  /** A look. Whatever it throws has seen nothing either. */
  look: () => Promise<Seen>;
}

/** How strong a clause's mechanism is: what would have to be broken for the clause to be. */
export const strengths = {
  cryptographic: "Cryptographic: it holds unless a key is stolen or an algorithm is broken",
  database: "Enforced by the database, whatever the programs do",
  server: "Enforced by the server's programs",
  browser: "Enforced by the browser, as our replies ask it to",
  people: "Kept by people; the software shows their evidence",
} as const;
export type Strength = keyof typeof strengths;

export interface Control {
  /** How the clause is kept, in about two sentences. */
  mechanism: string;
  /** What this does not cover. */
  limits: string;
  strength: Strength;
  /** How somebody without an account checks it: a command, or a step. */
  outside: string;
  /** What is looked at. The clause is as good as the worst of them. */
  checks: readonly [Check, ...Check[]];
}

/** A clause that states, and does not promise: there is nothing to look at. */
export interface Statement {
  text: string;
}

export type Commitment = Control | Statement;

export const holds = (looked: number, seen: string): Seen => ({ result: "holds", looked, seen });
export const fails = (looked: number, seen: string): Seen => ({ result: "fails", looked, seen });
export const unknown = (seen: string): Seen => ({ result: "unknown", looked: 0, seen });

/** Holds while nothing of what was looked at is wrong. */
export function judge(looked: number, wrong: number, seen: { good: string; bad: string }): Seen {
  return wrong === 0 ? holds(looked, seen.good) : fails(looked, seen.bad);
}

/** A number with its word: "1 session", "2 sessions". */
export const counted = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

const rank: Record<Outcome, number> = { holds: 0, unknown: 1, fails: 2 };
/** The worst of several. Of none, nothing is known. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  return outcomes.toSorted((one, other) => rank[other] - rank[one])[0] ?? "unknown";
}
