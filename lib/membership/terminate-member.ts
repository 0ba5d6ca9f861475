import { endConnections } from "@/db/queries/members";
import { endSessions } from "@/lib/accounts/end-sessions";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { askFinalInvoice } from "@/lib/billing/ask-final-invoice";
import { changeStanding } from "@/lib/membership/change-standing";
import type { StandingReason } from "@/lib/membership/reasons";
import { queueMail } from "@/lib/notices/queue-mail";

/**
 * Terminates a membership for good: sessions end at once, automation stops, every sealed login is deleted in the same transaction, and
 * the worker destroys the keys, ends the plan at Stripe, and bills what was confirmed and not billed yet. What was accepted and billed
 * stays. A crash leaves the connections due whose keys are to be destroyed, and the last invoice due that is to be drawn.
 * @param actor staff with members.terminate, or someone on the host.
 * @throws AppError as `changeStanding`; wrong_state unless the account is active or suspended.
 */
export async function terminateMember(actor: Actor, accountId: string, reason: StandingReason): Promise<void> {
  await changeStanding(actor, accountId, {
    permission: "members.terminate",
    from: ["active", "suspended"],
    to: "terminated",
    along: async (tx) => {
      const sessions = await endSessions(tx, accountId, "terminated");
      const unlinked = await endConnections(tx, accountId, now());
      for (const id of unlinked) {
        await recordAccess(tx, { act: "connection.unlink", object: `connection:${id}`, subject: accountId, reason: "terminated" });
      }
      await askFinalInvoice(tx, accountId, "terminated");
      await queueMail(tx, { template: "account-terminated", accountId, facts: { reason } });
      const facts = { sessions, connections: unlinked.length };
      await recordAccess(tx, { act: "member.terminate", object: `account:${accountId}`, subject: accountId, reason, facts });
    },
  });
}
