import { dayMs, hourMs, later } from "@/lib/base/clock";

const daySeconds = 86_400;

export const ordinaryIdleMinutes = 30;
export const keptIdleDays = 14;
export const keptLongestDays = 30;

/** How long a session lives: without a request that a person caused, and in all (clause 4c; ASVS 7.3). */
export const ordinary = { idleSeconds: ordinaryIdleMinutes * 60, longestMs: 12 * hourMs } as const;
/** "Keep me signed in", which a member may ask for and staff may not. */
export const kept = { idleSeconds: keptIdleDays * daySeconds, longestMs: keptLongestDays * dayMs } as const;
/** While the second factor is awaited. */
export const pending = { idleSeconds: 600, longestMs: hourMs / 6 } as const;

/** How long a proof of identity counts for acts that need a fresh one. */
export const freshSeconds = 300;

export type SessionLimits = { idleSeconds: number; expiresAt: Date };

export function limitsOf(session: { assurance: "pending" | "password" | "factor"; remembered: boolean }, loggedInAt: Date): SessionLimits {
  const { idleSeconds, longestMs } = session.assurance === "pending" ? pending : session.remembered ? kept : ordinary;
  return { idleSeconds, expiresAt: later(loggedInAt, longestMs) };
}
