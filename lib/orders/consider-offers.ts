import { type Tx, transaction } from "@/db/client";
import type { ConnectionRow } from "@/db/queries/connections";
import { type Span, spans, unitsTaken } from "@/db/queries/holds";
import {
  dropGone,
  insertDecision,
  type KnownOffer,
  keepDetails,
  knownOffers,
  listKept,
  putOffer,
  undecidedStates,
} from "@/db/queries/offers";
import { findRules } from "@/db/queries/rules";
import { dayMs, later, now } from "@/lib/base/clock";
import { planOf } from "@/lib/billing/plan";
import { recordActivity } from "@/lib/connections/activity";
import { isPermitted } from "@/lib/connections/permit-platform";
import { requireAdapter } from "@/lib/connections/require-adapter";
import { encryptOrderId, hashOrderId } from "@/lib/keys/order-ids";
import { queueMail } from "@/lib/notices/queue-mail";
import { type Circumstances, type Decision, decide, type RuleName, withMisfit } from "@/lib/orders/decide";
import { takeHold } from "@/lib/orders/take-hold";
import { spanStarts, unitDay } from "@/lib/orders/unit-spans";
import type { ListedOffer } from "@/lib/platforms/contract";
import { busyTimes } from "@/lib/schedule/busy-times";
import { padded } from "@/lib/schedule/padded";
import { scheduleOf } from "@/lib/schedule/read-schedule";
import { toldUntil } from "@/lib/schedule/stale-calendars";

type UndecidedState = (typeof undecidedStates)[number];

interface Considered {
  externalHash: string;
  offer: ListedOffer;
  known: KnownOffer | null;
}

/** An offer that is not taken now: what was decided, and how it stands. */
interface LeftOpen extends Considered {
  decision: Decision;
  state: UndecidedState;
}

/** Until when what a person needs to judge an offer is kept, and so until when they can be asked about it: a day after it was first seen. */
const askableUntil = (known: KnownOffer | null, at: Date) => later(known?.seenAt ?? at, dayMs);
const isQuestion = (state: UndecidedState) => state === "asking" || state === "notified";

const actorFor = (accountId: string) => ({ kind: "system", job: "decide", accountId }) as const;

/** All that decides besides the offers, and what is known of each, in one look. Unit counts are by the day on which work begins. */
async function lookUp({ id: connectionId, accountId, platform }: ConnectionRow, hashes: string[], offers: ListedOffer[]) {
  return await transaction(actorFor(accountId), async (tx) => {
    const at = now();
    const schedule = await scheduleOf(tx, accountId);
    const days = [...new Set(offers.map(({ windowStart }) => unitDay(windowStart, schedule.timeZone)))];
    const [taken, plan, permitted, busy, told, rules, known, kept] = await Promise.all([
      unitsTaken(tx, accountId, days.map(spanStarts)),
      planOf(tx, accountId),
      isPermitted(tx, platform),
      busyTimes(tx, accountId, at),
      toldUntil(tx, accountId, at),
      findRules(tx, accountId),
      knownOffers(tx, connectionId, hashes),
      listKept(tx, connectionId),
    ]);
    const units = new Map(days.map((day, index) => [day, taken[index] ?? { day: 0, week: 0, month: 0 }]));
    const { withdrawalFreeHours } = requireAdapter(platform);
    const common = { at, schedule, plan: plan.standing, permitted, busy, toldUntil: told, rules, withdrawalFreeHours };
    return { common, units, known, kept };
  });
}

/** How an offer stands that is not taken by itself. */
function standing(mode: ConnectionRow["mode"], { outcome }: Decision): UndecidedState {
  if (outcome === "skip" || mode === "off") return "skipped";
  if (mode === "dry_run") return "dry_run";
  return mode === "notify" ? "notified" : "asking";
}

const sameAs = (known: KnownOffer | null, { decision, state }: LeftOpen) =>
  known?.results != null &&
  known.state === state &&
  JSON.stringify(known.results.map(({ rule, why }) => [rule, why])) ===
    JSON.stringify(decision.results.map(({ rule, why }) => [rule, why]));

/** Tells or asks the member about an offer that fits, once, however often it comes and goes. */
async function tell(tx: Tx, { id: connectionId, accountId, platform }: ConnectionRow, offerId: string, open: LeftOpen): Promise<void> {
  const { state, known, offer } = open;
  if (!isQuestion(state) || known?.askedAt) return;
  const { windowStart, timeZone } = offer;
  const kind = state === "asking" ? "offer_asked" : "offer_notified";
  await recordActivity(tx, { accountId, connectionId, offerId, kind });
  await queueMail(tx, {
    template: state === "asking" ? "offer-asks" : "offer-fits",
    accountId,
    facts: { offerId, platform, windowStart: windowStart.toISOString(), timeZone },
  });
}

async function keepOpen(connection: ConnectionRow, left: LeftOpen[], gone: string[]): Promise<void> {
  const { id: connectionId, accountId } = connection;
  const changed = left.filter((open) => !sameAs(open.known, open));
  if (changed.length === 0 && gone.length === 0) return;
  await transaction(actorFor(accountId), async (tx) => {
    const at = now();
    await dropGone(tx, gone, at);
    for (const open of changed) {
      const { externalHash, decision, state, known, offer } = open;
      const fits = decision.outcome !== "skip";
      const offerId = await putOffer(tx, {
        accountId,
        connectionId,
        externalHash,
        state,
        seenAt: at,
        fittedAt: fits ? at : null,
        askedAt: isQuestion(state) ? at : null,
      });
      if (!offerId) continue;
      await insertDecision(tx, { accountId, offerId, decidedAt: at, outcome: decision.outcome, results: decision.results });
      await tell(tx, connection, offerId, open);
      const keptUntil = askableUntil(known, at);
      if (keptUntil <= at) continue;
      const { externalId, kind, windowStart, windowEnd, timeZone, payCents, distanceMiles, type } = offer;
      const externalCipher = encryptOrderId(connectionId, externalId);
      await keepDetails(tx, {
        offerId,
        accountId,
        externalCipher,
        kind,
        windowStart,
        windowEnd,
        timeZone,
        payCents,
        distanceMiles,
        type,
        keptUntil,
      });
    }
  });
}

const ruleOf = (why: string): RuleName => (why === "overlaps" ? "conflict" : "cap");
/** Whether nothing is settled about an offer. A question that was over because the offer was not listed for a while is none that is answered. */
const isOpen = (known: KnownOffer | null, at: Date) =>
  known === null || undecidedStates.some((state) => state === known.state) || (known.state === "expired" && askableUntil(known, at) > at);

/**
 * Decides about every listed offer in memory and writes only what is new. With automatic acceptance on, a hold for each that suits; otherwise
 * the member is told or asked, within a day of its being seen; of the others the outcome rule by rule. Offers that are being accepted, or
 * are settled, are left to their intents; those that are no longer listed are no longer kept. Bears running twice.
 */
export async function considerOffers(connection: ConnectionRow, offers: ListedOffer[]): Promise<void> {
  const hashed = offers.map((offer) => ({ offer, externalHash: hashOrderId(connection.id, offer.externalId) }));
  const listed = new Set(hashed.map(({ externalHash }) => externalHash));
  const { common, units, known, kept } = await lookUp(connection, [...listed], offers);
  const busy = [...common.busy];
  const left: LeftOpen[] = [];
  for (const one of hashed) {
    const considered: Considered = { ...one, known: known.get(one.externalHash) ?? null };
    if (!isOpen(considered.known, common.at)) continue;
    const { offer } = considered;
    const day = unitDay(offer.windowStart, common.schedule.timeZone);
    const given: Circumstances = { ...common, busy, unitsTaken: units.get(day) ?? { day: 0, week: 0, month: 0 } };
    let decision = decide(offer, given);
    if (decision.outcome === "take" && connection.mode === "auto") {
      const held = await takeHold(connection, considered.externalHash, offer, decision);
      if (held.outcome === "held") {
        busy.push(padded({ start: offer.windowStart, end: offer.windowEnd }, common.schedule));
        countUnit(units, day);
      }
      if (held.outcome !== "misfit") continue;
      decision = withMisfit(decision, ruleOf(held.why), held.why);
    }
    const state = standing(connection.mode, decision);
    // What nobody could judge any more is no question.
    if (isQuestion(state) && askableUntil(considered.known, common.at) <= common.at) continue;
    left.push({ ...considered, decision, state });
  }
  await keepOpen(
    connection,
    left,
    kept.filter(({ hash }) => !listed.has(hash)).map(({ offerId }) => offerId),
  );
}

/** One unit was taken on a day: it counts on every day that shares its week or month. */
function countUnit(units: Map<string, Record<Span, number>>, day: string): void {
  const starts = spanStarts(day);
  for (const [other, taken] of units) {
    const others = spanStarts(other);
    for (const span of spans) if (others[span] === starts[span]) taken[span] += 1;
  }
}
