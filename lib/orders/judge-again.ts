import type { Tx } from "@/db/client";
import type { IntentRow } from "@/db/queries/intents";
import { findDetails } from "@/db/queries/offers";
import { findRules } from "@/db/queries/rules";
import { now } from "@/lib/base/clock";
import { requireAdapter } from "@/lib/connections/require-adapter";
import { type Decision, decide } from "@/lib/orders/decide";
import type { ListedOffer } from "@/lib/platforms/contract";
import { scheduleOf } from "@/lib/schedule/read-schedule";

/** Why an order is not called for after all: a code, and the decision that says so rule by rule where rules were asked. */
export interface Stop {
  release: string;
  decision: Decision | null;
}

/**
 * Looks once more, right before the call, at what the buyer may have changed since the order was taken: the rules judge it as it is on
 * offer now; who took it by their own word is held to what they were shown of it. Its time, its place under the caps and whether
 * acceptance is on at all are not asked here: the hold has the first two, `whyNotAccept` answers the third. Words are not read again.
 * @returns null when it still suits
 */
export async function judgeAgain(tx: Tx, platform: string, intent: IntentRow, offer: ListedOffer): Promise<Stop | null> {
  if (offer.kind !== intent.kind) return { release: "given_otherwise", decision: null };
  return intent.by === "member" ? await judgeAsShown(tx, intent, offer) : await judgeByRules(tx, platform, intent, offer);
}

async function judgeByRules(tx: Tx, platform: string, { accountId }: IntentRow, offer: ListedOffer): Promise<Stop | null> {
  const rules = await findRules(tx, accountId);
  const decision = decide(offer, {
    at: now(),
    plan: "active",
    permitted: true,
    schedule: await scheduleOf(tx, accountId),
    busy: [],
    rules: rules && { ...rules, includeWords: [], excludeWords: [] },
    unitsTaken: { day: 0, week: 0, month: 0 },
    withdrawalFreeHours: requireAdapter(platform).withdrawalFreeHours,
  });
  const misfit = decision.results.find(({ suits }) => !suits)?.why;
  return misfit ? { release: misfit, decision } : null;
}

async function judgeAsShown(tx: Tx, { accountId, offerId }: IntentRow, offer: ListedOffer): Promise<Stop | null> {
  const shown = await findDetails(tx, accountId, offerId);
  if (!shown) return null;
  if (offer.payCents < shown.payCents) return { release: "pays_less_than_shown", decision: null };
  const isFarther = shown.distanceMiles !== null && offer.distanceMiles !== null && offer.distanceMiles > shown.distanceMiles;
  return isFarther ? { release: "farther_than_shown", decision: null } : null;
}
