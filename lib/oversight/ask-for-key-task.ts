import { actorOf, transaction } from "@/db/client";
import { hastenKeyTask, insertKeyTask, type KeyTaskKind } from "@/db/queries/key-tasks";
import { askedWhere, requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

/**
 * Asks the worker to rotate or retire keys, by staff with keys.rotate or someone on the host. What is asked for twice is done once. Only
 * the host can hasten a retirement that waits for its time.
 * @returns the task's id
 * @throws AppError forbidden; conflict with `reason` under_way when staff ask for what is being done
 */
export async function askForKeyTask(actor: Extract<Actor, { kind: "staff" | "host" }>, kind: KeyTaskKind): Promise<string> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "keys.rotate");
    const made = await insertKeyTask(tx, { kind, askedBy: await actorOf(tx), dueAt: now() });
    const taskId = made ?? (actor.kind === "host" ? await hastenKeyTask(tx, kind, now()) : null);
    if (!taskId) throw new AppError("conflict", { reason: "under_way" });
    const facts = { kind };
    await recordAccess(tx, { act: "key-task.ask", object: `key-task:${taskId}`, subject: null, reason: askedWhere(actor), facts });
    return taskId;
  });
}
