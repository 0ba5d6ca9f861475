import type { ReviewItem } from "@/db/queries/reviews";
import { verifySigned } from "@/lib/keys/signing";
import { hashItems } from "@/lib/oversight/reviews/hash-items";
import type { ReviewSummary } from "@/lib/oversight/reviews/summarise";

/** What the worker signed of a review, and whether it holds: by its key, and of these very items. */
export type Evidence =
  | { holds: true; summary: ReviewSummary; jws: string; publicKey: object }
  | { holds: false; because: "no_key" | "signature" | "items" };

/** Reads a review's signed summary against its items as they are now. @param key the worker's public key for evidence; null when it is not known. */
export async function readEvidence(jws: string, items: readonly ReviewItem[], key: object | null): Promise<Evidence> {
  if (!key) return { holds: false, because: "no_key" };
  const text = await verifySigned(key, jws);
  if (text === null) return { holds: false, because: "signature" };
  const summary = JSON.parse(text) as ReviewSummary;
  if (summary.itemsHash !== hashItems(items)) return { holds: false, because: "items" };
  return { holds: true, summary, jws, publicKey: key };
}
