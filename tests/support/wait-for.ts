import { setTimeout as sleep } from "node:timers/promises";

type Patience = { withinMs?: number; everyMs?: number };

/**
 * Asks until the answer is something (not null, undefined or false) and returns it. An exception counts as "not yet".
 * @param what names the awaited condition in the failure after `withinMs` (ten seconds)
 */
export async function waitFor<T>(
  what: string,
  ask: () => T | Promise<T>,
  { withinMs = 10_000, everyMs = 20 }: Patience = {},
): Promise<Exclude<T, null | undefined | false>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    let last: unknown;
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer as Exclude<T, null | undefined | false>;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain: ${what}. Last answer: ${String(last)}`);
    await sleep(everyMs);
  }
}
