import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { patchStatus } from "@/db/schema";
import type { PatchFindings } from "@/db/schema/patch-status";

export type { PatchFindings };
export type PatchStatus = { takenAt: Date; findings: PatchFindings };

export async function putPatchStatus(tx: Tx, status: PatchStatus): Promise<void> {
  await tx.insert(patchStatus).values(status).onConflictDoUpdate({ target: patchStatus.id, set: status });
}

/** What the worker last wrote down; null before it has. */
export async function readPatchStatus(tx: Tx): Promise<PatchStatus | null> {
  const [row] = await tx.select({ takenAt: patchStatus.takenAt, findings: patchStatus.findings }).from(patchStatus);
  return row ?? null;
}

/** The version of the server behind the connection, as 18.4. */
export async function serverVersion(tx: Tx): Promise<string> {
  const [row] = await tx.execute<{ version: string }>(sql`select split_part(current_setting('server_version'), ' ', 1) as version`);
  return row?.version ?? "";
}
