import { transaction } from "@/db/client";
import { type ChangeRow, listOpenChanges, listProcessorRows, type ProcessorRow } from "@/db/queries/processors";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";

export type { ChangeRow, ProcessorRow };
export type PublicProcessor = Pick<
  ProcessorRow,
  "code" | "name" | "purpose" | "data" | "region" | "hosts" | "since" | "certificate" | "certificateUntil" | "reviewedOn"
>;
export type PublicChange = Pick<
  ChangeRow,
  "id" | "code" | "name" | "purpose" | "data" | "region" | "hosts" | "urgentReason" | "announcedAt" | "effectiveAt"
>;

/** What is announced and not in effect, for staff. @throws AppError forbidden. */
export async function readAnnounced(actor: Extract<Actor, { kind: "staff" }>): Promise<ChangeRow[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "processors.read");
    return await listOpenChanges(tx);
  });
}

/** The register and what is announced for anybody, without agreements and without who announced what. */
export async function readPublicProcessors(): Promise<{ processors: PublicProcessor[]; changes: PublicChange[] }> {
  const { rows, open } = await transaction({ kind: "visitor" }, async (tx) => ({
    rows: await listProcessorRows(tx),
    open: await listOpenChanges(tx),
  }));
  return {
    processors: rows.map(({ id: _, agreement, agreedOn, reviewDue, withdrawnAt, ...shown }) => shown),
    changes: open.map(({ announcedBy, mailedTo, mailedAt, appliedAt, calledOffAt, recalledTo, recalledAt, ...shown }) => shown),
  };
}
