import { transaction } from "@/db/client";
import { type BackupRun, newestBackupRuns } from "@/db/queries/backup-runs";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";

export type { BackupRun };

const most = 50;

/** The newest backups and rehearsals; nothing in them is of an account. @throws AppError forbidden. */
export async function readBackupRuns(actor: Extract<Actor, { kind: "staff" }>): Promise<BackupRun[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "console.read");
    return await newestBackupRuns(tx, most);
  });
}
