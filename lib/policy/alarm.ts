import type { Tx } from "@/db/client";
import type { ControlState } from "@/db/queries/controls";
import { activeStaff } from "@/db/queries/members";
import { permissions } from "@/lib/accounts/permissions";
import { queueMail } from "@/lib/notices/queue-mail";
import type { Check } from "@/lib/policy/control";

/** A look that could not be made is made again before anybody is told: web may only have been restarting. */
const unknownsBefore = 2;

/** Whether staff are to be told: of what fails, and of what held once and can be seen no more. Of each once, until it holds again. */
export function isWorthAnAlarm(before: ControlState | null, { result, unknowns, heldAt, alarmedAt }: ControlState): boolean {
  if (alarmedAt) return result === "fails" && before?.result === "unknown";
  if (result === "fails") return true;
  return result === "unknown" && unknowns === unknownsBefore && heldAt !== null;
}

/** Leaves a mail for each of staff who may see the controls, in the transaction that keeps what was seen. */
export async function tellStaff(tx: Tx, { id, about }: Check, { result, seen }: ControlState): Promise<void> {
  for (const { id: accountId } of await activeStaff(tx, permissions["controls.read"])) {
    await queueMail(tx, {
      template: "control-fails",
      accountId,
      facts: { check: id, about, result: result === "fails" ? "fails" : "unknown", seen },
    });
  }
}
