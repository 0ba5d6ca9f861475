import { transaction } from "@/db/client";
import { type AcceptanceRow, acceptanceOfIntent } from "@/db/queries/acceptances";
import { findConnection } from "@/db/queries/connections";
import { findIntentOf } from "@/db/queries/intents";
import { type DecisionRow, findOffer, type OfferRow } from "@/db/queries/offers";
import { type Work, workOf } from "@/lib/orders/work";

/** One step of an offer's life, as its timeline tells it. `why` is a code where there is one. */
export interface TimelineStep {
  at: Date;
  what: "seen" | "held" | "seen_unassigned" | "confirmed" | "lost";
  why: string | null;
}

export interface Offer {
  id: string;
  platform: string;
  state: OfferRow["state"];
  decisions: DecisionRow[];
  timeline: TimelineStep[];
  /** When the work is; null for an offer that was never reserved, of which no time is kept. */
  work: Work | null;
  acceptance: AcceptanceRow | null;
}

/** One offer with each decision about it and what happened since. Null for another member's, exactly as for none. */
export async function readOffer(accountId: string, offerId: string): Promise<Offer | null> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const found = await findOffer(tx, accountId, offerId);
    if (!found) return null;
    const { offer, decisions } = found;
    const tried = await findIntentOf(tx, offerId);
    const connection = await findConnection(tx, offer.connectionId);
    const step = (at: Date | null | undefined, what: TimelineStep["what"], why: string | null = null): TimelineStep[] =>
      at ? [{ at, what, why }] : [];
    const timeline = [
      ...step(offer.seenAt, "seen"),
      ...step(tried?.heldAt, "held"),
      ...step(tried?.intent.seenUnassignedAt, "seen_unassigned"),
      ...step(offer.state === "accepted" ? offer.settledAt : null, "confirmed"),
      ...step(offer.state === "lost" ? offer.settledAt : null, "lost", tried?.intent.outcome ?? null),
    ];
    const acceptance = tried ? await acceptanceOfIntent(tx, tried.intent.id) : null;
    const platform = connection?.platform ?? "";
    const work = tried ? workOf(tried.intent) : null;
    return { id: offer.id, platform, state: offer.state, decisions, timeline, work, acceptance };
  });
}
