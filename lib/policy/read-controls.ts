import { transaction } from "@/db/client";
import { type ControlState, listControlStates } from "@/db/queries/controls";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";
import type { Check } from "@/lib/policy/control";
import { everyCheck } from "@/lib/policy/controls";

/** A check, and how it stands; null before its first look. */
export type ReadCheck = Pick<Check, "id" | "about" | "everyMs"> & { state: ControlState | null };

/** Every check as the worker last left it, for staff. @throws AppError forbidden */
export async function readControls(actor: Extract<Actor, { kind: "staff" }>): Promise<ReadCheck[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "controls.read");
    const states = new Map((await listControlStates(tx)).map((state) => [state.checkId, state]));
    return everyCheck.map(({ id, about, everyMs }) => ({ id, about, everyMs, state: states.get(id) ?? null }));
  });
}
