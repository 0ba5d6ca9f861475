import type { ReviewItem, ReviewRow } from "@/db/queries/reviews";
import { hashItems } from "@/lib/oversight/reviews/hash-items";

/** How a review ended: counts, who judged, when, how much of it was another person's word, and the hash of its items. */
export function summarise(review: ReviewRow, items: ReviewItem[], closedAt: Date) {
  const number = (wanted: (item: ReviewItem) => boolean) => items.filter(wanted).length;
  const judges = new Set(items.flatMap(({ judgedBy }) => (judgedBy ? [judgedBy] : [])));
  return {
    type: "holdfast-review",
    review: review.id,
    kind: review.kind,
    period: review.period,
    startsAt: review.startsAt.toISOString(),
    endsAt: review.endsAt.toISOString(),
    openedAt: review.openedAt.toISOString(),
    dueAt: review.dueAt.toISOString(),
    closedAt: closedAt.toISOString(),
    late: closedAt > review.dueAt,
    seed: review.seed,
    drawnFrom: review.drawnFrom,
    items: items.length,
    ok: number(({ judgement }) => judgement === "ok"),
    questions: number(({ judgement }) => judgement === "question"),
    violations: number(({ judgement }) => judgement === "violation"),
    independent: number(({ selfReviewed }) => selfReviewed === false),
    selfReviewed: number(({ selfReviewed }) => selfReviewed === true),
    judges: [...judges].toSorted().map((judge) => ({ judge, items: number(({ judgedBy }) => judgedBy === judge) })),
    itemsHash: hashItems(items),
  };
}
export type ReviewSummary = ReturnType<typeof summarise>;
