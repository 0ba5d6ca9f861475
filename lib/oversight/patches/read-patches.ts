import { transaction } from "@/db/client";
import { type PatchFindings, type PatchStatus, readPatchStatus } from "@/db/queries/patch-status";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";

export type { PatchFindings, PatchStatus };

/** How patched the service is, as the worker last wrote it down; null before it has. @throws AppError forbidden. */
export async function readPatches(actor: Extract<Actor, { kind: "staff" }>): Promise<PatchStatus | null> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "patches.read");
    return await readPatchStatus(tx);
  });
}
