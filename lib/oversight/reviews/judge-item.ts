import { type Tx, transaction } from "@/db/client";
import { activeStaff } from "@/db/queries/members";
import { findItem, putJudgement, type ReviewItem } from "@/db/queries/reviews";
import { permissions, roles } from "@/lib/accounts/permissions";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { openIncident } from "@/lib/oversight/incidents/open-incident";

type Staff = Extract<Actor, { kind: "staff" }>;
export const judgements = ["ok", "question", "violation"] as const;
export const mostNoteLetters = 500;
export type Judgement = {
  judgement: (typeof judgements)[number];
  /** Why, 1 to 500 letters. */
  note: string;
  /** Whether an incident is opened of it; of a violation alone. */
  incident: boolean;
};

/** Whether others of staff are there, and whether some of them may judge. */
type Others = { anybody: boolean; judges: boolean };
export async function othersThan(tx: Tx, judge: Staff): Promise<Others> {
  const has = async (who: readonly (typeof roles)[number][]) => (await activeStaff(tx, who)).some(({ id }) => id !== judge.staffId);
  return { anybody: await has(roles), judges: await has(permissions["reviews.judge"]) };
}

/**
 * How somebody's judgement of an item would stand. `left_to_another`: they did it, and another may judge. `self`: they did it, nobody else of
 * staff is there, or it was done on the host, where nobody is named. Row security holds the same.
 */
export function judgedAs({ actor }: Pick<ReviewItem, "actor">, judge: Staff, others: Others): "left_to_another" | "self" | "independent" {
  const did = actor === `staff:${judge.staffId}`;
  if (did && others.judges) return "left_to_another";
  return did || actor.startsWith("host:") || !others.anybody ? "self" : "independent";
}

/**
 * Judges one item of a review, once, with a note. Whoever did what is judged leaves it to another who may; where there is none it is taken,
 * and stands as reviewed by oneself. A violation can open an incident, in the same transaction. Clause 3d.
 * @returns the incident that it opened; null when none.
 * @throws AppError forbidden; not_found; invalid_input; conflict with `reason` own_act, or other_by_now when it is judged.
 */
export async function judgeItem(actor: Staff, itemId: string, { judgement, note, incident }: Judgement): Promise<string | null> {
  const text = note.trim();
  if (text.length === 0 || text.length > mostNoteLetters) throw new AppError("invalid_input", { field: "note" });
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "reviews.judge");
    const item = await findItem(tx, itemId);
    if (!item) throw new AppError("not_found");
    const standing = judgedAs(item, actor, await othersThan(tx, actor));
    if (standing === "left_to_another") throw new AppError("conflict", { reason: "own_act" });
    const selfReviewed = standing === "self";
    const judged = { judgement, note: text, judgedBy: actor.staffId, judgedAt: now(), selfReviewed };
    if (!(await putJudgement(tx, itemId, judged))) throw new AppError("conflict", { reason: "other_by_now" });
    const facts = { review: item.reviewId, selfReviewed };
    await recordAccess(tx, { act: "review.judge", object: `review-item:${itemId}`, subject: null, reason: judgement, facts });
    if (judgement !== "violation" || !incident) return null;
    await requirePermission(tx, actor, "incidents.handle");
    const kind = item.kind === "access" ? "staff_misuse" : "unauthorised_access";
    return (await openIncident(tx, { kind, severity: "medium", source: { by: "review", id: itemId } })).incidentId;
  });
}
