import { transaction } from "@/db/client";
import { type AcceptanceRow, acceptanceOfIntent } from "@/db/queries/acceptances";
import { listActivityOf } from "@/db/queries/activity";
import { findReceipt } from "@/db/queries/charges";
import { findConnection } from "@/db/queries/connections";
import { findIntentOf } from "@/db/queries/intents";
import { type DecisionRow, findDetails, findOffer, type OfferRow } from "@/db/queries/offers";
import type { ActivityKind } from "@/lib/connections/activity";
import type { OfferDetails } from "@/lib/orders/list-offers";
import { type Work, workOf } from "@/lib/orders/work";

/** One step of an offer's life, as its timeline tells it. `why` is a code where there is one. */
export interface TimelineStep {
  at: Date;
  what: "seen" | "seen_unassigned" | "announced" | ActivityKind;
  why: string | null;
  /** Whether it was the member's own word. */
  byMember: boolean;
}

export interface Offer {
  id: string;
  platform: string;
  state: OfferRow["state"];
  decisions: DecisionRow[];
  timeline: TimelineStep[];
  /** What the member may still judge it by. */
  details: OfferDetails | null;
  /** When the work is; null for an offer that was never reserved and of which nothing is kept any more. */
  work: Work | null;
  acceptance: AcceptanceRow | null;
  /** Whether the acceptance's charge was given back. */
  credited: boolean;
}

const nothing = { windowStart: null, windowEnd: null, timeZone: null };

/** One offer with each decision about it and what happened since. Null for another member's, exactly as for none. */
export async function readOffer(accountId: string, offerId: string): Promise<Offer | null> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const found = await findOffer(tx, accountId, offerId);
    if (!found) return null;
    const { offer, decisions } = found;
    const intent = (await findIntentOf(tx, offerId))?.intent ?? null;
    const connection = await findConnection(tx, offer.connectionId);
    const happened = await listActivityOf(tx, accountId, offerId);
    const acceptance = intent ? await acceptanceOfIntent(tx, intent.id) : null;
    const receipt = acceptance ? await findReceipt(tx, accountId, acceptance.id) : null;
    const announcedAt = acceptance?.confirmedHow === "webhook" ? (intent?.promptedAt ?? null) : null;
    const own = (at: Date | null | undefined, what: "seen" | "seen_unassigned" | "announced"): TimelineStep[] =>
      at ? [{ at, what, why: null, byMember: false }] : [];
    const timeline: TimelineStep[] = [
      ...own(offer.seenAt, "seen"),
      ...own(intent?.seenUnassignedAt, "seen_unassigned"),
      ...own(announcedAt, "announced"),
      ...happened.map(({ at, kind, facts }) => ({
        at,
        what: kind as ActivityKind,
        why: typeof facts.why === "string" ? facts.why : null,
        byMember: facts.by === "member",
      })),
    ].toSorted((one, other) => one.at.getTime() - other.at.getTime());
    const details = await findDetails(tx, accountId, offerId);
    return {
      id: offer.id,
      platform: connection?.platform ?? "",
      state: offer.state,
      decisions,
      timeline,
      details,
      work: workOf(acceptance ?? intent ?? details ?? nothing),
      acceptance,
      credited: receipt?.creditedAt != null,
    };
  });
}
