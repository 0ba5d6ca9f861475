import { transaction } from "@/db/client";
import { listLinked } from "@/db/queries/connections";
import { countOffers, listOffersOf, type OfferRow } from "@/db/queries/offers";
import type { RuleResult } from "@/db/schema";

export interface OfferSummary {
  id: string;
  platform: string | null;
  state: OfferRow["state"];
  seenAt: Date;
  settledAt: Date | null;
  results: RuleResult[] | null;
}

export interface OfferList {
  offers: OfferSummary[];
  /** How many offers there are in each state, of all that are kept. */
  funnel: { seen: number; fitting: number; accepting: number; accepted: number; lost: number };
}

const shown = 100;

/** The member's offers, newest first, with the last decision about each, and how many came how far. */
export async function listOffers(accountId: string): Promise<OfferList> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const platforms = new Map((await listLinked(tx, accountId)).map(({ id, platform }) => [id, platform]));
    const rows = await listOffersOf(tx, accountId, shown);
    const counts = await countOffers(tx, accountId);
    const of = (state: OfferRow["state"]) => counts.get(state) ?? 0;
    const fitting = of("accepting") + of("accepted") + of("lost");
    return {
      offers: rows.map(({ connectionId, ...offer }) => ({ ...offer, platform: platforms.get(connectionId) ?? null })),
      funnel: { seen: fitting + of("skipped"), fitting, accepting: of("accepting"), accepted: of("accepted"), lost: of("lost") },
    };
  });
}
