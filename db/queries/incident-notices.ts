import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { incidentDeliveries, incidentNotices, outbox } from "@/db/schema";

export type NoticeRow = typeof incidentNotices.$inferSelect;
export type DeliveryRow = typeof incidentDeliveries.$inferSelect;

export async function insertNotice(
  tx: Tx,
  notice: Pick<NoticeRow, "incidentId" | "findingId" | "template" | "facts" | "drill" | "writtenBy">,
): Promise<void> {
  await tx.insert(incidentNotices).values(notice);
}

/** Moves a draft to reviewed: by another than who wrote it, or marked as reviewed by themselves. Null when it is no draft of this incident. */
export async function reviewNotice(
  tx: Tx,
  of: Pick<NoticeRow, "incidentId" | "id">,
  reviewedBy: string,
  at: Date,
): Promise<NoticeRow | null> {
  const n = incidentNotices;
  const [row] = await tx
    .update(n)
    .set({ state: "reviewed", reviewedBy, reviewedAt: at, selfReviewed: sql`${n.writtenBy} = ${reviewedBy}` })
    .where(and(eq(n.id, of.id), eq(n.incidentId, of.incidentId), eq(n.state, "draft")))
    .returning();
  return row ?? null;
}

/** Moves a reviewed notice to sent, once. Null when it is in another state. */
export async function markNoticeSent(tx: Tx, of: Pick<NoticeRow, "incidentId" | "id">, at: Date): Promise<NoticeRow | null> {
  const n = incidentNotices;
  const [row] = await tx
    .update(n)
    .set({ state: "sent", sentAt: at })
    .where(and(eq(n.id, of.id), eq(n.incidentId, of.incidentId), eq(n.state, "reviewed")))
    .returning();
  return row ?? null;
}

const perInsert = 1_000;

/** Notes a notice's delivery to each account and leaves their mails for the worker, in the caller's transaction. */
export async function insertDeliveries(
  tx: Tx,
  noticeId: string,
  accountIds: readonly string[],
  { facts, at }: { facts: Record<string, string | number>; at: Date },
): Promise<void> {
  for (let start = 0; start < accountIds.length; start += perInsert) {
    const some = accountIds.slice(start, start + perInsert);
    await tx.insert(incidentDeliveries).values(some.map((accountId) => ({ noticeId, accountId, queuedAt: at })));
    await tx.insert(outbox).values(some.map((accountId) => ({ template: "incident-notice", accountId, subjectId: noticeId, facts })));
  }
}

export type Deliveries = { members: number; queued: number; sent: number; refused: number; read: number };

/** An incident's notices, newest first, each with what became of its mails. */
export async function listNotices(tx: Tx, incidentId: string): Promise<(NoticeRow & { deliveries: Deliveries })[]> {
  const notices = await tx
    .select()
    .from(incidentNotices)
    .where(eq(incidentNotices.incidentId, incidentId))
    .orderBy(desc(incidentNotices.createdAt), desc(incidentNotices.id));
  const d = incidentDeliveries;
  const listed: (NoticeRow & { deliveries: Deliveries })[] = [];
  for (const notice of notices) {
    const [counts] = await tx
      .select({
        members: sql<number>`count(*)::int`,
        queued: sql<number>`(count(*) filter (where ${d.sentAt} is null and ${d.refusedAt} is null))::int`,
        sent: sql<number>`count(${d.sentAt})::int`,
        refused: sql<number>`count(${d.refusedAt})::int`,
        read: sql<number>`count(${d.readAt})::int`,
      })
      .from(d)
      .where(eq(d.noticeId, notice.id));
    listed.push({ ...notice, deliveries: counts ?? { members: 0, queued: 0, sent: 0, refused: 0, read: 0 } });
  }
  return listed;
}

export type OwnNotice = Pick<NoticeRow, "id" | "template" | "facts" | "drill"> & Pick<DeliveryRow, "queuedAt" | "readAt">;

/** The notices that an account was sent, newest first; those that it has not read, with `unread`. */
export async function listOwnNotices(tx: Tx, accountId: string, { unread }: { unread: boolean }): Promise<OwnNotice[]> {
  const { id, template, facts, drill } = incidentNotices;
  const d = incidentDeliveries;
  return await tx
    .select({ id, template, facts, drill, queuedAt: d.queuedAt, readAt: d.readAt })
    .from(d)
    .innerJoin(incidentNotices, eq(id, d.noticeId))
    .where(and(eq(d.accountId, accountId), unread ? isNull(d.readAt) : undefined))
    .orderBy(desc(d.queuedAt), asc(id));
}

/** Notes that an account has read a notice. False when it has none of that id that is unread. */
export async function markNoticeRead(tx: Tx, accountId: string, noticeId: string, at: Date): Promise<boolean> {
  const d = incidentDeliveries;
  const rows = await tx
    .update(d)
    .set({ readAt: at })
    .where(and(eq(d.noticeId, noticeId), eq(d.accountId, accountId), isNull(d.readAt)))
    .returning({ id: d.noticeId });
  return rows.length === 1;
}
