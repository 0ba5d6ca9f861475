import { setTimeout as pause } from "node:timers/promises";

const patienceMs = 30_000;
const betweenMs = 100;

/** Looks again and again until there is something to find. @throws Error after half a minute, saying what was waited for. */
export async function until<Found>(what: string, look: () => Promise<Found | null | undefined | false>): Promise<Found> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(betweenMs)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`waited ${patienceMs / 1000} s in vain for: ${what}`);
}
