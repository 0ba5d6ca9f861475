import { transaction } from "@/db/client";
import { closeReview, itemsOf, takeJudged } from "@/db/queries/reviews";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { localKeyring } from "@/lib/keys/local-keyring";
import { signWith } from "@/lib/keys/signing";
import { summarise } from "@/lib/oversight/reviews/summarise";

const actor = { kind: "system", job: "reviews" } as const;

/**
 * Closes the reviews whose items are all judged, each with a summary that the worker signs by its key for evidence (JWS, RFC 7515): counts,
 * who judged, when, how much of it was another person's word, and a hash of the items. A crash leaves a review open, to be closed by the
 * next call; of several workers one closes it.
 * @returns how many were closed
 */
export async function closeReviews(): Promise<number> {
  for (let closed = 0; ; closed += 1) {
    const isClosed = await transaction(actor, async (tx) => {
      const review = await takeJudged(tx);
      if (!review) return false;
      const at = now();
      const summary = summarise(review, await itemsOf(tx, review.id), at);
      await closeReview(tx, review.id, await signWith(localKeyring().signing("evidence-signing"), JSON.stringify(summary)), at);
      const { items, violations, selfReviewed } = summary;
      const facts = { items, violations, selfReviewed };
      await recordAccess(tx, { act: "review.close", object: `review:${review.id}`, subject: null, reason: "all_judged", facts });
      return true;
    });
    if (!isClosed) return closed;
  }
}
