import { transaction } from "@/db/client";
import { listLinked } from "@/db/queries/connections";
import { countOffers, type DetailsRow, listOffersOf, type OfferRow } from "@/db/queries/offers";
import type { RuleResult } from "@/db/schema";
import { type Work, workOf } from "@/lib/orders/work";

/** What is kept of an offer that the member may still judge; null once it is settled or a day old. */
export type OfferDetails = Pick<DetailsRow, "kind" | "windowStart" | "windowEnd" | "payCents" | "distanceMiles" | "type" | "keptUntil">;

export interface OfferSummary {
  id: string;
  platform: string | null;
  state: OfferRow["state"];
  seenAt: Date;
  settledAt: Date | null;
  results: RuleResult[] | null;
  /** Why an order that was reserved came to nothing, a code; null otherwise. */
  lostBecause: string | null;
  /** When the work is; null for an offer that was never reserved and of which nothing is kept any more. */
  work: Work | null;
  details: OfferDetails | null;
}

export interface OfferList {
  offers: OfferSummary[];
  /** How many offers came how far, of all that are kept. */
  funnel: { seen: number; fitting: number; asked: number; requested: number; accepted: number; lost: number };
}

const shown = 100;

/** The member's offers, newest first, with the last decision about each, and how many came how far. */
export async function listOffers(accountId: string): Promise<OfferList> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const platforms = new Map((await listLinked(tx, accountId)).map(({ id, platform }) => [id, platform]));
    const rows = await listOffersOf(tx, accountId, shown);
    const funnel = await countOffers(tx, accountId);
    return {
      offers: rows.map((row) => ({
        id: row.id,
        platform: platforms.get(row.connectionId) ?? null,
        state: row.state,
        seenAt: row.seenAt,
        settledAt: row.settledAt,
        results: row.results,
        lostBecause: row.state === "lost" ? row.outcome : null,
        work: workOf(row) ?? (row.details ? workOf(row.details) : null),
        details: row.details,
      })),
      funnel,
    };
  });
}
