import { transaction } from "@/db/client";
import { insertConnection } from "@/db/queries/connections";
import { recordAccess } from "@/lib/audit/record-access";
import { later, now, secondMs } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { isPermitted } from "@/lib/connections/permit-platform";
import type { PlatformId } from "@/lib/platforms/ids";
import { recordRequest } from "@/lib/requests/record-request";

/**
 * Begins a member's link to a platform and asks the worker for its key pair, in one transaction.
 * @throws AppError forbidden while the platform is off, already_taken when the member has a connection there.
 */
export async function startConnection(accountId: string, platform: PlatformId): Promise<{ connectionId: string }> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    if (!(await isPermitted(tx, platform))) throw new AppError("forbidden", { reason: "platform_off" });
    const connectionId = await insertConnection(tx, accountId, platform, later(now(), 30 * secondMs));
    if (!connectionId) throw new AppError("already_taken", { reason: "connected_already" });
    await recordAccess(tx, { act: "connection.start", object: `connection:${connectionId}`, subject: accountId, reason: "member" });
    await recordRequest(tx, { accountId, kind: "make-key", subjectId: connectionId });
    return { connectionId };
  });
}
