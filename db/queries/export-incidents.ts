import { asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { affectedMembers, incidentDeliveries, incidentNotices } from "@/db/schema";

/** The notices about incidents that an account was sent, and what was found of it in those: row security shows no other finding. */
export async function exportIncidents(tx: Tx, accountId: string) {
  const d = incidentDeliveries;
  const m = affectedMembers;
  return {
    incidentDeliveries: await tx
      .select({
        template: incidentNotices.template,
        facts: incidentNotices.facts,
        queuedAt: d.queuedAt,
        sentAt: d.sentAt,
        refusedAt: d.refusedAt,
        readAt: d.readAt,
      })
      .from(d)
      .innerJoin(incidentNotices, eq(incidentNotices.id, d.noticeId))
      .where(eq(d.accountId, accountId))
      .orderBy(asc(d.queuedAt)),
    affectedMembers: await tx
      .select({ lines: m.lines, openings: m.openings, firstAt: m.firstAt, lastAt: m.lastAt })
      .from(m)
      .where(eq(m.accountId, accountId)),
  };
}
