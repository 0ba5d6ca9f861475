import { transaction } from "@/db/client";
import { insertReview, itemsOf, type NewItem } from "@/db/queries/reviews";
import { dayMs, later, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";

/** An open review with these items, by default of one access by staff who is not there any more; the items' ids, in their order. */
export async function givenReview(items: Partial<NewItem>[] = [{}]): Promise<{ reviewId: string; items: string[] }> {
  const at = now();
  const access = {
    kind: "access",
    actor: `staff:${newId()}`,
    act: "member.look",
    object: `line:${newId()}`,
    reason: "member_asked",
    at,
  } as const;
  const review = { kind: "accesses" as const, period: `test-${newId()}`, startsAt: later(at, -7 * dayMs), endsAt: at };
  return await transaction({ kind: "system", job: "test" }, async (tx) => {
    const drawn = { seed: "00", drawnFrom: items.length, dueAt: later(at, 7 * dayMs) };
    const reviewId = await insertReview(
      tx,
      { ...review, ...drawn },
      items.map((item) => ({ ...access, ...item })),
    );
    if (!reviewId) throw new Error("the review was not added");
    return { reviewId, items: (await itemsOf(tx, reviewId)).map(({ id }) => id) };
  });
}

export async function givenReviewItem(): Promise<string> {
  return (await givenReview()).items[0] ?? "";
}
