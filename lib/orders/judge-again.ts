import type { Tx } from "@/db/client";
import type { IntentRow } from "@/db/queries/intents";
import { findDetails } from "@/db/queries/offers";
import { findRules } from "@/db/queries/rules";
import { now } from "@/lib/base/clock";
import { requireAdapter } from "@/lib/connections/require-adapter";
import { type Decision, decide } from "@/lib/orders/decide";
import type { ListedOffer } from "@/lib/platforms/contract";
import { busyTimes } from "@/lib/schedule/busy-times";
import { conflicts } from "@/lib/schedule/conflicts";
import { padded } from "@/lib/schedule/padded";
import { scheduleOf } from "@/lib/schedule/read-schedule";

/** Why an order is not called for after all: a code, and the decision that says so rule by rule where rules were asked. */
export interface Stop {
  release: string;
  decision: Decision | null;
}

/**
 * Looks once more, right before the call, at what may have changed since the order was taken: the rules judge it as it is on
 * offer now; who took it by their own word is held to what they were shown of it. A call can be put off for long, so its time is looked at
 * again too: the hold keeps out later orders of ours, but not what a calendar or a platform says by now, nor accepted work that its buyer
 * has moved there. Its place under the caps and whether acceptance is on at all are not asked here: the hold has the first,
 * `whyNotAccept` answers the second. Words are not read again.
 * @returns null when it still suits
 */
export async function judgeAgain(tx: Tx, platform: string, intent: IntentRow, offer: ListedOffer): Promise<Stop | null> {
  if (offer.kind !== intent.kind) return { release: "given_otherwise", decision: null };
  return intent.by === "member" ? await judgeAsShown(tx, intent, offer) : await judgeByRules(tx, platform, intent, offer);
}

async function judgeByRules(tx: Tx, platform: string, { accountId, holdId }: IntentRow, offer: ListedOffer): Promise<Stop | null> {
  const at = now();
  const asked = [findRules(tx, accountId), scheduleOf(tx, accountId), busyTimes(tx, accountId, at, [holdId])] as const;
  const [rules, schedule, busy] = await Promise.all(asked);
  const decision = decide(offer, {
    at,
    plan: "active",
    permitted: true,
    schedule,
    busy,
    // That a calendar is stale by now is for whyNotAccept to say.
    toldUntil: null,
    rules: rules && { ...rules, includeWords: [], excludeWords: [] },
    unitsTaken: { day: 0, week: 0, month: 0 },
    withdrawalFreeHours: requireAdapter(platform).withdrawalFreeHours,
  });
  const misfit = decision.results.find(({ suits }) => !suits)?.why;
  return misfit ? { release: misfit, decision } : null;
}

async function judgeAsShown(tx: Tx, { accountId, offerId, holdId }: IntentRow, offer: ListedOffer): Promise<Stop | null> {
  const asked = [scheduleOf(tx, accountId), busyTimes(tx, accountId, now(), [holdId]), findDetails(tx, accountId, offerId)] as const;
  const [schedule, busy, shown] = await Promise.all(asked);
  const window = padded({ start: offer.windowStart, end: offer.windowEnd }, schedule);
  if (conflicts(window, busy)) return { release: "overlaps", decision: null };
  if (!shown) return null;
  if (offer.payCents < shown.payCents) return { release: "pays_less_than_shown", decision: null };
  const isFarther = shown.distanceMiles !== null && offer.distanceMiles !== null && offer.distanceMiles > shown.distanceMiles;
  return isFarther ? { release: "farther_than_shown", decision: null } : null;
}
