import { and, count, desc, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisions, intents, offers, type RuleResult } from "@/db/schema";

export type OfferRow = typeof offers.$inferSelect;
export type DecisionRow = typeof decisions.$inferSelect;
export interface KnownOffer {
  id: string;
  state: OfferRow["state"];
  /** The last decision's; null when there is none. */
  results: RuleResult[] | null;
}

/** What is known of these offers, by their keyed hash. */
export async function knownOffers(tx: Tx, connectionId: string, hashes: string[]): Promise<Map<string, KnownOffer>> {
  if (hashes.length === 0) return new Map();
  const rows = await tx
    .selectDistinctOn([offers.id], { id: offers.id, hash: offers.externalHash, state: offers.state, results: decisions.results })
    .from(offers)
    .leftJoin(decisions, eq(decisions.offerId, offers.id))
    .where(and(eq(offers.connectionId, connectionId), inArray(offers.externalHash, hashes)))
    .orderBy(offers.id, desc(decisions.decidedAt));
  return new Map(rows.map(({ hash, ...known }) => [hash, known]));
}

/** Notes an offer in this state, or moves a known one that was skipped before. Null when it is being accepted or settled already. */
export async function putOffer(
  tx: Tx,
  row: Pick<OfferRow, "accountId" | "connectionId" | "externalHash" | "state" | "seenAt">,
): Promise<string | null> {
  const [put] = await tx
    .insert(offers)
    .values(row)
    .onConflictDoUpdate({
      target: [offers.connectionId, offers.externalHash],
      set: { state: row.state },
      setWhere: eq(offers.state, "skipped"),
    })
    .returning({ id: offers.id });
  return put?.id ?? null;
}

export async function insertDecision(tx: Tx, row: Omit<DecisionRow, "id">): Promise<void> {
  await tx.insert(decisions).values(row);
}

/** An offer is settled: accepted or lost. */
export async function settleOffer(tx: Tx, offerId: string, state: "accepted" | "lost", at: Date): Promise<void> {
  await tx.update(offers).set({ state, settledAt: at }).where(eq(offers.id, offerId));
}

/** The account's offers, newest first, each with its last decision and, when it was reserved, the time of its work. */
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
    })
    .from(offers)
    .leftJoin(latest, eq(latest.offerId, offers.id))
    .leftJoin(tried, eq(tried.offerId, offers.id))
    .where(eq(offers.accountId, accountId))
    .orderBy(desc(offers.seenAt))
    .limit(limit);
}

/** How many of the account's offers are in each state. */
export async function countOffers(tx: Tx, accountId: string): Promise<Map<OfferRow["state"], number>> {
  const rows = await tx
    .select({ state: offers.state, number: count() })
    .from(offers)
    .where(eq(offers.accountId, accountId))
    .groupBy(offers.state);
  return new Map(rows.map(({ state, number }) => [state, number]));
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
