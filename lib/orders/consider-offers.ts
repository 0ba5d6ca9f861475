import { transaction } from "@/db/client";
import type { ConnectionRow } from "@/db/queries/connections";
import { listHeldTimes, unitsTaken } from "@/db/queries/holds";
import { insertDecision, type KnownOffer, knownOffers, putOffer } from "@/db/queries/offers";
import { findRules } from "@/db/queries/rules";
import { now } from "@/lib/base/clock";
import { planOf } from "@/lib/billing/plan";
import { isPermitted } from "@/lib/connections/permit-platform";
import { hashOrderId } from "@/lib/keys/order-ids";
import { type Circumstances, type Decision, decide, withMisfit } from "@/lib/orders/decide";
import { takeHold } from "@/lib/orders/take-hold";
import { unitMonth } from "@/lib/orders/unit-month";
import type { ListedOffer } from "@/lib/platforms/contract";
import { scheduleOf } from "@/lib/schedule/read-schedule";

interface Considered {
  externalHash: string;
  offer: ListedOffer;
  known: KnownOffer | null;
}

const actorFor = (accountId: string) => ({ kind: "system", job: "decide", accountId }) as const;

/** All that decides besides the offers, and what is known of each, in one look. Unit counts are by month. */
async function lookUp(connection: ConnectionRow, hashes: string[], offers: ListedOffer[]) {
  const { id: connectionId, accountId, platform } = connection;
  return await transaction(actorFor(accountId), async (tx) => {
    const at = now();
    const schedule = await scheduleOf(tx, accountId);
    const months = new Map<string, number>();
    for (const month of new Set(offers.map(({ windowStart }) => unitMonth(windowStart, schedule.timeZone)))) {
      months.set(month, await unitsTaken(tx, accountId, month));
    }
    const common = {
      at,
      schedule,
      planActive: (await planOf(tx, accountId)).active,
      permitted: await isPermitted(tx, platform),
      busy: await listHeldTimes(tx, accountId, at),
      rules: await findRules(tx, accountId),
    };
    return { common, months, known: await knownOffers(tx, connectionId, hashes) };
  });
}

const sameAs = (known: KnownOffer | null, decision: Decision) =>
  known?.results != null &&
  JSON.stringify(known.results.map(({ rule, why }) => [rule, why])) ===
    JSON.stringify(decision.results.map(({ rule, why }) => [rule, why]));

/** Keeps of skipped offers that they were seen, and why they were skipped; those whose answer has not changed are left alone. */
async function keepSkipped(connection: ConnectionRow, skipped: { considered: Considered; decision: Decision }[]): Promise<void> {
  const { id: connectionId, accountId } = connection;
  const changed = skipped.filter(({ considered, decision }) => !sameAs(considered.known, decision));
  if (changed.length === 0) return;
  await transaction(actorFor(accountId), async (tx) => {
    for (const { considered, decision } of changed) {
      const at = now();
      const { externalHash } = considered;
      const offerId = await putOffer(tx, { accountId, connectionId, externalHash, state: "skipped", seenAt: at });
      if (offerId) await insertDecision(tx, { accountId, offerId, decidedAt: at, outcome: "skip", results: decision.results });
    }
  });
}

/**
 * Decides about every listed offer in memory and writes only what is new: a hold for each that suits, for the others the outcome rule by
 * rule. Offers that are being accepted, or are settled, are left to their intents. Bears running twice.
 */
export async function considerOffers(connection: ConnectionRow, offers: ListedOffer[]): Promise<void> {
  const hashed = offers.map((offer) => ({ offer, externalHash: hashOrderId(connection.id, offer.externalId) }));
  const { common, months, known } = await lookUp(
    connection,
    hashed.map(({ externalHash }) => externalHash),
    offers,
  );
  const busy = [...common.busy];
  const skipped: { considered: Considered; decision: Decision }[] = [];
  for (const { offer, externalHash } of hashed) {
    const considered = { offer, externalHash, known: known.get(externalHash) ?? null };
    if (considered.known && considered.known.state !== "skipped") continue;
    const month = unitMonth(offer.windowStart, common.schedule.timeZone);
    const given: Circumstances = { ...common, busy, unitsTaken: months.get(month) ?? 0 };
    const decision = decide(offer, given);
    if (decision.outcome === "skip") {
      skipped.push({ considered, decision });
      continue;
    }
    const outcome = await takeHold(connection, externalHash, offer, decision);
    if (outcome === "held") {
      busy.push({ start: offer.windowStart, end: offer.windowEnd });
      months.set(month, given.unitsTaken + 1);
    } else if (outcome === "overlaps") skipped.push({ considered, decision: withMisfit(decision, "conflict", "overlaps") });
    else if (outcome === "cap_reached") skipped.push({ considered, decision: withMisfit(decision, "cap", "cap_reached") });
  }
  await keepSkipped(connection, skipped);
}
