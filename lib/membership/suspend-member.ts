import { endSessions } from "@/lib/accounts/end-sessions";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { changeStanding } from "@/lib/membership/change-standing";
import type { StandingReason } from "@/lib/membership/reasons";
import { queueMail } from "@/lib/notices/queue-mail";

/**
 * Suspends a member: every session ends at once, requests in flight go no further, and nothing is accepted in their name. What they have
 * stays, for when they are reinstated.
 * @param actor staff with members.suspend, or someone on the host.
 * @throws AppError as `changeStanding`; wrong_state unless the account is active.
 */
export async function suspendMember(actor: Actor, accountId: string, reason: StandingReason): Promise<void> {
  await changeStanding(actor, accountId, {
    permission: "members.suspend",
    from: ["active"],
    to: "suspended",
    along: async (tx) => {
      const sessions = await endSessions(tx, accountId, "suspended");
      await queueMail(tx, { template: "account-suspended", accountId, facts: { reason } });
      const facts = { sessions };
      await recordAccess(tx, { act: "member.suspend", object: `account:${accountId}`, subject: accountId, reason, facts });
    },
  });
}
