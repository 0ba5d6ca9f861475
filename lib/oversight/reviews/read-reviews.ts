import { type Tx, transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { readKeyStatus } from "@/db/queries/key-tasks";
import {
  type CountedReview,
  findReview,
  itemsOf,
  linesOf,
  listReviewRows,
  type ReviewFilter,
  type ReviewItem,
  type ReviewRow,
} from "@/db/queries/reviews";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { judgedAs, othersThan } from "@/lib/oversight/reviews/judge-item";
import { type Evidence, readEvidence } from "@/lib/oversight/reviews/read-evidence";

type Staff = Extract<Actor, { kind: "staff" }>;
export type ListedReview = CountedReview;
export type { ReviewRow };
export type ShownItem = ReviewItem & {
  /** What an access was done to, and whose it was; null for a line that is gone, and for other items. */
  line: { object: string; subject: string | null } | null;
  /** The addresses of who did it, or has it, and of who judged; null for who is no staff. */
  actorEmail: string | null;
  judgeEmail: string | null;
  /** How a judgement by who reads this would stand. */
  yours: ReturnType<typeof judgedAs>;
};
/** `evidence` is null until it is closed. */
export type ShownReview = { review: ReviewRow; items: ShownItem[]; evidence: Evidence | null };

/** Reviews, a page at a time. @throws AppError forbidden. */
export async function listReviews(actor: Staff, filter: ReviewFilter): Promise<ListedReview[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "reviews.read");
    return await listReviewRows(tx, filter, now());
  });
}

/** The reviews that a filter lets through as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportReviews(actor: Staff, filter: Omit<ReviewFilter, "cursor" | "limit">, reason: ExportReason): Promise<string> {
  return await exportList(actor, {
    name: "reviews",
    permissions: ["reviews.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: "", kind: filter.kind, state: filter.state }),
    listed: "staff",
    page: (tx, cursor, limit) => listReviewRows(tx, { ...filter, cursor, limit }, now()),
    accountOf: () => null,
    head: ["id", "kind", "period", "opened_at", "due_at", "closed_at", "items", "left", "violations", "self_reviewed"],
    cells: ({ id, kind, period, openedAt, dueAt, closedAt, items, left, violations, selfReviewed }) => [
      id,
      kind,
      period,
      openedAt.toISOString(),
      dueAt.toISOString(),
      closedAt?.toISOString() ?? "",
      ...[items, left, violations, selfReviewed].map(String),
    ],
  });
}

async function emailsOf(tx: Tx, ids: Iterable<string>): Promise<Map<string, string>> {
  const emails = new Map<string, string>();
  for (const id of new Set(ids)) {
    const account = await findAccount(tx, id);
    if (account) emails.set(id, account.email);
  }
  return emails;
}
const lineId = ({ kind, object }: ReviewItem) => (kind === "access" ? object.slice("line:".length) : null);
const staffId = (actor: string) => (actor.startsWith("staff:") ? actor.slice("staff:".length) : null);

/** One review with its items and, once it is closed, what the worker signed of it. That it was looked at is a line. @throws AppError forbidden, not_found. */
export async function readReview(actor: Staff, id: string): Promise<ShownReview> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "reviews.read");
    const review = await findReview(tx, id);
    if (!review) throw new AppError("not_found");
    const items = await itemsOf(tx, id);
    const lines = await linesOf(
      tx,
      items.flatMap((item) => lineId(item) ?? []),
    );
    const emails = await emailsOf(
      tx,
      items.flatMap(({ actor: by, judgedBy }) => [staffId(by), judgedBy].filter((one) => one !== null)),
    );
    const key = (await readKeyStatus(tx))?.publicKeys["evidence-signing"] ?? null;
    await recordAccess(tx, { act: "review.look", object: `review:${id}`, subject: null, reason: "work_queue" });
    const others = await othersThan(tx, actor);
    const shown = items.map((item) => ({
      ...item,
      yours: judgedAs(item, actor, others),
      line: lines.get(lineId(item) ?? "") ?? null,
      actorEmail: emails.get(staffId(item.actor) ?? "") ?? null,
      judgeEmail: emails.get(item.judgedBy ?? "") ?? null,
    }));
    return { review, items: shown, evidence: review.summary ? await readEvidence(review.summary, items, key) : null };
  });
}
