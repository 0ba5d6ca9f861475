import { transaction } from "@/db/client";
import { type AlarmRow, newestAlarms } from "@/db/queries/alarms";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";

export type { AlarmRow };

const most = 50;

/** What the service has noticed about itself, what is open first. @throws AppError forbidden. */
export async function readAlarms(actor: Extract<Actor, { kind: "staff" }>): Promise<AlarmRow[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "console.read");
    return await newestAlarms(tx, most);
  });
}
