import { setTimeout as wait } from "node:timers/promises";
import { transaction, withLock } from "@/db/client";
import { type ControlState, findControlState, keepResult, listControlStates, takeControlAsks } from "@/db/queries/controls";
import { later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { keyringDir } from "@/lib/base/env";
import { describeError, log } from "@/lib/base/log";
import { localKeyring } from "@/lib/keys/local-keyring";
import { assertPrivate } from "@/lib/keys/local-keyring-files";
import { assertKeyringPlace } from "@/lib/keys/local-keyring-place";
import { publicHalf } from "@/lib/keys/signing";
import { checkIsolation } from "@/lib/oversight/isolation/check-isolation";
import type { Seen } from "@/lib/oversight/seen";
import { adapterFor } from "@/lib/platforms/adapters";
import { platformIds } from "@/lib/platforms/ids";
import { isWorthAnAlarm, tellStaff } from "@/lib/policy/alarm";
import { searchEverywhere } from "@/lib/policy/canary/search-everywhere";
import { type Check, unknown } from "@/lib/policy/control";
import { everyCheck } from "@/lib/policy/controls";
import { signEvidence } from "@/lib/policy/sign-evidence";
import { giveWorkerParts } from "@/lib/policy/worker-parts";

giveWorkerParts({
  assertKeyring: () => {
    assertKeyringPlace(keyringDir());
    assertPrivate(keyringDir());
  },
  logKey: () => publicHalf(localKeyring().signing("log-signing")),
  platformDestinations: () => platformIds.flatMap((id) => adapterFor(id)?.destinations ?? []),
  checkIsolation,
  searchEverywhere,
});

const actor = { kind: "system", job: "controls" } as const;
const usuallyMostMs = 20 * secondMs;
/** What did not hold is looked at again this soon, so that a repair shows and a passing trouble passes. */
const againMs = 2 * minuteMs;

/**
 * One look. Whatever is thrown, takes too long or has looked at nothing has seen nothing: it is unknown, never green.
 * @returns what was seen; the cause of a failure goes to the log, not to the public
 */
export async function lookOnce(check: Check): Promise<Seen> {
  const patience = new AbortController();
  const late = wait(check.mostMs ?? usuallyMostMs, "late" as const, { signal: patience.signal });
  late.catch(() => undefined);
  try {
    const seen = await Promise.race([check.look(), late]);
    if (seen === "late") return unknown("The look took too long.");
    return seen.looked === 0 && seen.result !== "unknown" ? { ...seen, result: "unknown" } : seen;
  } catch (thrown) {
    log.warn("a control could not look", { check: check.id, ...describeError(thrown) });
    return unknown("The look could not be finished.");
  } finally {
    patience.abort();
  }
}

function stateAfter(check: Check, before: ControlState | null, { result, looked, seen }: Seen, at: Date, tookMs: number): ControlState {
  const everyMs = result === "holds" ? check.everyMs : Math.min(check.everyMs, check.againMs ?? againMs);
  const unknowns = result === "unknown" ? (before?.unknowns ?? 0) + 1 : 0;
  const since = before?.result === result ? before.since : at;
  const alarmedAt = result === "holds" ? null : (before?.alarmedAt ?? null);
  const heldAt = result === "holds" ? at : (before?.heldAt ?? null);
  return { checkId: check.id, result, since, at, looked, seen, tookMs, nextAt: later(at, everyMs), unknowns, heldAt, alarmedAt };
}

/** Looks, and keeps what was seen, with the mail to staff where it is worth one, in one transaction. A crash leaves the check due. */
export async function lookAndKeep(check: Check): Promise<Seen> {
  const [at, began] = [now(), performance.now()];
  const seen = await lookOnce(check);
  const tookMs = Math.round(performance.now() - began);
  await transaction(actor, async (tx) => {
    const before = await findControlState(tx, check.id);
    const state = stateAfter(check, before, seen, at, tookMs);
    const alarms = isWorthAnAlarm(before, state);
    if (alarms) await tellStaff(tx, check, state);
    await keepResult(tx, { checkId: check.id, at, tookMs, ...seen }, alarms ? { ...state, alarmedAt: at } : state);
  });
  return seen;
}

/**
 * The worker's round: looks at what is due, or at everything when staff have asked, and signs what is new. However many workers there are,
 * one of them does it. A check that cannot be kept does not stop the others; the first failure is thrown afterwards.
 * @returns how many looks were made
 */
export async function lookAtControls(checks: readonly Check[] = everyCheck): Promise<number> {
  const made = await withLock("controls", async () => {
    const at = now();
    const { asks, states } = await transaction(actor, async (tx) => ({
      asks: await takeControlAsks(tx, at),
      states: await listControlStates(tx),
    }));
    const nextAt = new Map(states.map((state) => [state.checkId, state.nextAt]));
    const due = checks.filter(({ id }) => asks > 0 || (nextAt.get(id) ?? at) <= at);
    const failures: unknown[] = [];
    for (const check of due) await lookAndKeep(check).catch((thrown: unknown) => failures.push(thrown));
    await signEvidence(now());
    if (failures.length > 0) throw failures[0];
    return due.length;
  });
  return made ?? 0;
}
