import { transaction } from "@/db/client";
import { beat } from "@/db/queries/heartbeats";
import { activeStaff } from "@/db/queries/members";
import { itemsOf, markAlarmed } from "@/db/queries/reviews";
import { permissions } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { queueMail } from "@/lib/notices/queue-mail";
import { closeReviews } from "@/lib/oversight/reviews/close-reviews";
import { makeReviews } from "@/lib/oversight/reviews/make-reviews";

/**
 * Tells whoever may judge, by mail, of reviews that are overdue: of each review once, in the transaction that notes it.
 * @returns of how many
 */
export async function alarmReviews(): Promise<number> {
  return await transaction({ kind: "system", job: "reviews" }, async (tx) => {
    const overdue = await markAlarmed(tx, now());
    const judges = overdue.length > 0 ? await activeStaff(tx, permissions["reviews.judge"]) : [];
    for (const { id, kind, period } of overdue) {
      const left = (await itemsOf(tx, id)).filter(({ judgement }) => judgement === null).length;
      for (const judge of judges) await queueMail(tx, { template: "review-overdue", accountId: judge.id, facts: { kind, period, left } });
    }
    return overdue.length;
  });
}

/**
 * The worker's round: makes the reviews that are due, closes those that are judged, tells of those that are late, and notes that it came to
 * its end. One that fails midway notes nothing, and is made again from the beginning.
 */
export async function runReviews(): Promise<void> {
  await makeReviews();
  await closeReviews();
  await alarmReviews();
  await transaction({ kind: "system", job: "reviews" }, (tx) => beat(tx, "reviews", now()));
}
