import { actorOf, transaction } from "@/db/client";
import { insertControlAsk } from "@/db/queries/controls";
import { askedWhere, requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";

/**
 * Asks the worker to look at every control now. The worker takes it up within seconds, several asks at once.
 * @throws AppError forbidden
 */
export async function askForLook(actor: Extract<Actor, { kind: "staff" }>): Promise<void> {
  await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "controls.ask");
    const id = await insertControlAsk(tx, await actorOf(tx));
    await recordAccess(tx, { act: "controls.ask", object: `control-ask:${id}`, subject: null, reason: askedWhere(actor), facts: {} });
  });
}
