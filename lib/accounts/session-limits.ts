import { dayMs, hourMs, later } from "@/lib/base/clock";

const hourSeconds = 3_600;
const daySeconds = 24 * hourSeconds;

/** How long a session lives: without a request that a person caused, and in all (clause 4c; ASVS 7.3). */
export const ordinary = { idleSeconds: hourSeconds / 2, longestMs: 12 * hourMs } as const;
/** "Keep me signed in", which a member may ask for and staff may not. */
export const kept = { idleSeconds: 14 * daySeconds, longestMs: 30 * dayMs } as const;
/** While the second factor is awaited. */
export const pending = { idleSeconds: 600, longestMs: hourMs / 6 } as const;

/** How long a proof of identity counts for acts that need a fresh one. */
export const freshSeconds = 300;

export type SessionLimits = { idleSeconds: number; expiresAt: Date };

export function limitsOf(session: { assurance: "pending" | "password" | "factor"; remembered: boolean }, loggedInAt: Date): SessionLimits {
  const { idleSeconds, longestMs } = session.assurance === "pending" ? pending : session.remembered ? kept : ordinary;
  return { idleSeconds, expiresAt: later(loggedInAt, longestMs) };
}
