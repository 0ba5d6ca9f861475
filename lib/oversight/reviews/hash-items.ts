import { createHash } from "node:crypto";
import type { ReviewItem } from "@/db/queries/reviews";

/** What of an item the worker's word covers, in this order. */
export const toldOf = (item: ReviewItem) => ({
  position: item.position,
  kind: item.kind,
  actor: item.actor,
  act: item.act,
  object: item.object,
  reason: item.reason,
  at: item.at.toISOString(),
  judgement: item.judgement,
  note: item.note,
  judgedBy: item.judgedBy,
  judgedAt: item.judgedAt?.toISOString() ?? null,
  selfReviewed: item.selfReviewed,
});

/** SHA-256, as hex, over the items in their order, each as one line of JSON with the fields of `toldOf`. */
export function hashItems(items: readonly ReviewItem[]): string {
  const hash = createHash("sha256");
  for (const item of items) hash.update(`${JSON.stringify(toldOf(item))}\n`);
  return hash.digest("hex");
}
