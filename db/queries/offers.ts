import { and, asc, count, desc, eq, getTableColumns, gt, inArray, lte, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisions, intents, offerDetails, offers, type RuleResult } from "@/db/schema";

export type OfferRow = typeof offers.$inferSelect;
export type DecisionRow = typeof decisions.$inferSelect;
export interface KnownOffer {
  id: string;
  state: OfferRow["state"];
  seenAt: Date;
  askedAt: Date | null;
  /** The last decision's; null when there is none. */
  results: RuleResult[] | null;
}

/** What is known of these offers, by their keyed hash. */
export async function knownOffers(tx: Tx, connectionId: string, hashes: string[]): Promise<Map<string, KnownOffer>> {
  if (hashes.length === 0) return new Map();
  const rows = await tx
    .selectDistinctOn([offers.id], {
      id: offers.id,
      hash: offers.externalHash,
      state: offers.state,
      seenAt: offers.seenAt,
      askedAt: offers.askedAt,
      results: decisions.results,
    })
    .from(offers)
    .leftJoin(decisions, eq(decisions.offerId, offers.id))
    .where(and(eq(offers.connectionId, connectionId), inArray(offers.externalHash, hashes)))
    .orderBy(offers.id, desc(decisions.decidedAt));
  return new Map(rows.map(({ hash, ...known }) => [hash, known]));
}

/** States of an offer about which nothing is settled: another look may decide otherwise, and the member may take it. */
export const undecidedStates = ["skipped", "dry_run", "notified", "asking"] as const;

/**
 * Notes an offer in this state, or moves a known one about which nothing is settled, or whose question was over less than a day after it was
 * first seen, since it is listed again. Null when it is being accepted, or is settled.
 */
export async function putOffer(
  tx: Tx,
  row: Pick<OfferRow, "accountId" | "connectionId" | "externalHash" | "state" | "seenAt"> & Partial<Pick<OfferRow, "fittedAt" | "askedAt">>,
): Promise<string | null> {
  const { fittedAt, askedAt } = row;
  const first = (column: typeof offers.fittedAt | typeof offers.askedAt, at: Date) =>
    sql`coalesce(${column}, ${at.toISOString()}::timestamptz)`;
  const [put] = await tx
    .insert(offers)
    .values(row)
    .onConflictDoUpdate({
      target: [offers.connectionId, offers.externalHash],
      set: {
        state: row.state,
        settledAt: null,
        ...(fittedAt ? { fittedAt: first(offers.fittedAt, fittedAt) } : {}),
        ...(askedAt ? { askedAt: first(offers.askedAt, askedAt) } : {}),
      },
      setWhere: or(
        inArray(offers.state, [...undecidedStates]),
        and(eq(offers.state, "expired"), gt(offers.seenAt, sql`${row.seenAt.toISOString()}::timestamptz - interval '1 day'`)),
      ),
    })
    .returning({ id: offers.id });
  return put?.id ?? null;
}

export async function insertDecision(tx: Tx, row: Omit<DecisionRow, "id">): Promise<void> {
  await tx.insert(decisions).values(row);
}

/** An offer is settled. What a person needed to judge it is dropped. */
export async function settleOffer(tx: Tx, offerId: string, state: "accepted" | "lost" | "cancelled", at: Date): Promise<void> {
  await tx.update(offers).set({ state, settledAt: at }).where(eq(offers.id, offerId));
  await tx.delete(offerDetails).where(eq(offerDetails.offerId, offerId));
}

/** The platform has our request for an offer; the buyer decides. */
export async function markRequested(tx: Tx, offerId: string, at: Date): Promise<void> {
  await tx
    .update(offers)
    .set({ state: "requested", requestedAt: sql`coalesce(${offers.requestedAt}, ${at.toISOString()}::timestamptz)` })
    .where(eq(offers.id, offerId));
}

/** Takes an undecided offer of this account into acceptance by the member's own word. False when it is none, or no longer one. */
export async function takeUndecided(tx: Tx, accountId: string, offerId: string, at: Date): Promise<boolean> {
  const rows = await tx
    .update(offers)
    .set({ state: "accepting", fittedAt: sql`coalesce(${offers.fittedAt}, ${at.toISOString()}::timestamptz)` })
    .where(and(eq(offers.id, offerId), eq(offers.accountId, accountId), inArray(offers.state, [...undecidedStates])))
    .returning({ id: offers.id });
  return rows.length === 1;
}

/** The member does not want an undecided offer. False when it is none, or no longer one. */
export async function declineOffer(tx: Tx, accountId: string, offerId: string, at: Date): Promise<boolean> {
  const rows = await tx
    .update(offers)
    .set({ state: "declined", settledAt: at })
    .where(and(eq(offers.id, offerId), eq(offers.accountId, accountId), inArray(offers.state, [...undecidedStates])))
    .returning({ id: offers.id });
  if (rows.length === 0) return false;
  await tx.delete(offerDetails).where(and(eq(offerDetails.offerId, offerId), eq(offerDetails.accountId, accountId)));
  return true;
}

export type DetailsRow = typeof offerDetails.$inferSelect;

/** Keeps what a person needs to judge an offer, or what of it has changed; how long it is kept is decided once. */
export async function keepDetails(tx: Tx, row: DetailsRow): Promise<void> {
  const { offerId: _, accountId: __, keptUntil: ___, externalCipher: ____, ...changes } = row;
  await tx.insert(offerDetails).values(row).onConflictDoUpdate({ target: offerDetails.offerId, set: changes });
}

/** What is still kept of an offer for a person to judge it, and the connection that it was seen on. */
export async function findDetails(tx: Tx, accountId: string, offerId: string): Promise<(DetailsRow & { connectionId: string }) | null> {
  const [row] = await tx
    .select({ ...getTableColumns(offerDetails), connectionId: offers.connectionId })
    .from(offerDetails)
    .innerJoin(offers, eq(offers.id, offerDetails.offerId))
    .where(and(eq(offerDetails.offerId, offerId), eq(offerDetails.accountId, accountId)));
  return row ?? null;
}

/**
 * Drops what was kept of offers for longer than it may be. Questions that nobody has answered by then are over.
 * @returns how many were dropped; fewer than `limit` means that none is left, but for those that somebody has in hand.
 */
export async function dropDetails(tx: Tx, at: Date, limit: number): Promise<number> {
  // Offer and details together, but for what somebody has in hand: nobody waits for this, nor this for anybody.
  const due = tx
    .select({ id: offerDetails.offerId })
    .from(offerDetails)
    .innerJoin(offers, eq(offers.id, offerDetails.offerId))
    .where(lte(offerDetails.keptUntil, at))
    .limit(limit)
    .for("update", { skipLocked: true });
  const dropped = await tx.delete(offerDetails).where(inArray(offerDetails.offerId, due)).returning({ id: offerDetails.offerId });
  await endQuestions(
    tx,
    dropped.map(({ id }) => id),
    at,
  );
  return dropped.length;
}

/** Questions about these offers are over, one after the other by their ids; offers that were not asked about stay as they are. */
async function endQuestions(tx: Tx, offerIds: string[], at: Date): Promise<void> {
  if (offerIds.length === 0) return;
  const inOrder = tx
    .select({ id: offers.id })
    .from(offers)
    .where(and(inArray(offers.id, offerIds), inArray(offers.state, ["notified", "asking"])))
    .orderBy(asc(offers.id))
    .for("update");
  await tx.update(offers).set({ state: "expired", settledAt: at }).where(inArray(offers.id, inOrder));
}

/** Undecided offers of a connection of which something is kept, by their keyed hash: those that the platform no longer lists are gone. */
export async function listKept(tx: Tx, connectionId: string): Promise<{ offerId: string; hash: string }[]> {
  return await tx
    .select({ offerId: offers.id, hash: offers.externalHash })
    .from(offerDetails)
    .innerJoin(offers, eq(offers.id, offerDetails.offerId))
    .where(and(eq(offers.connectionId, connectionId), inArray(offers.state, [...undecidedStates])));
}

/** Whether an offer stands like this at the moment. */
export async function isOfferIn(tx: Tx, id: string, state: OfferRow["state"]): Promise<boolean> {
  const rows = await tx
    .select({ id: offers.id })
    .from(offers)
    .where(and(eq(offers.id, id), eq(offers.state, state)));
  return rows.length > 0;
}

/** Offers that are no longer on the platform's list: a question about them is over, and what was kept of them is dropped: an offer's row before its details, as everywhere. */
export async function dropGone(tx: Tx, offerIds: string[], at: Date): Promise<void> {
  if (offerIds.length === 0) return;
  await endQuestions(tx, offerIds, at);
  await tx.delete(offerDetails).where(inArray(offerDetails.offerId, offerIds));
}

/** The account's offers, newest first, each with its last decision, the time of its work when it was reserved, and what is kept of it. */
export async function listOffersOf(tx: Tx, accountId: string, limit: number) {
  const latest = tx
    .selectDistinctOn([decisions.offerId])
    .from(decisions)
    .where(eq(decisions.accountId, accountId))
    .orderBy(decisions.offerId, desc(decisions.decidedAt))
    .as("latest");
  const tried = tx
    .selectDistinctOn([intents.offerId])
    .from(intents)
    .where(eq(intents.accountId, accountId))
    .orderBy(intents.offerId, desc(intents.createdAt))
    .as("tried");
  return await tx
    .select({
      id: offers.id,
      connectionId: offers.connectionId,
      state: offers.state,
      seenAt: offers.seenAt,
      settledAt: offers.settledAt,
      results: latest.results,
      outcome: tried.outcome,
      windowStart: tried.windowStart,
      windowEnd: tried.windowEnd,
      timeZone: tried.timeZone,
      details: offerDetails,
    })
    .from(offers)
    .leftJoin(latest, eq(latest.offerId, offers.id))
    .leftJoin(tried, eq(tried.offerId, offers.id))
    .leftJoin(offerDetails, eq(offerDetails.offerId, offers.id))
    .where(eq(offers.accountId, accountId))
    .orderBy(desc(offers.seenAt))
    .limit(limit);
}

/** How many of the account's offers came how far. */
export async function countOffers(tx: Tx, accountId: string) {
  const [row] = await tx
    .select({
      seen: count(),
      fitting: count(offers.fittedAt),
      asked: count(offers.askedAt),
      requested: count(offers.requestedAt),
      accepted: sql<number>`count(*) filter (where ${offers.state} in ('accepted', 'cancelled'))`.mapWith(Number),
      lost: sql<number>`count(*) filter (where ${offers.state} = 'lost')`.mapWith(Number),
    })
    .from(offers)
    .where(eq(offers.accountId, accountId));
  return row ?? { seen: 0, fitting: 0, asked: 0, requested: 0, accepted: 0, lost: 0 };
}

/** One offer of this account with every decision about it, oldest first; null for another's exactly as for none. */
export async function findOffer(tx: Tx, accountId: string, offerId: string): Promise<{ offer: OfferRow; decisions: DecisionRow[] } | null> {
  const [offer] = await tx
    .select()
    .from(offers)
    .where(and(eq(offers.id, offerId), eq(offers.accountId, accountId)));
  if (!offer) return null;
  const made = await tx.select().from(decisions).where(eq(decisions.offerId, offerId)).orderBy(decisions.decidedAt);
  return { offer, decisions: made };
}

/** An offer's keyed hash. */
export async function offerHash(tx: Tx, offerId: string): Promise<string> {
  const [row] = await tx.select({ hash: offers.externalHash }).from(offers).where(eq(offers.id, offerId));
  if (!row) throw new Error("no such offer");
  return row.hash;
}

/** How many offers wait for the account's answer. */
export async function countAsking(tx: Tx, accountId: string): Promise<number> {
  const [row] = await tx
    .select({ number: count() })
    .from(offers)
    .where(and(eq(offers.accountId, accountId), eq(offers.state, "asking")));
  return row?.number ?? 0;
}
