import { askedWhere } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { changeStanding } from "@/lib/membership/change-standing";
import { queueMail } from "@/lib/notices/queue-mail";

/**
 * Ends a member's suspension: they can log in, and connections that were in automatic mode are watched again. A termination is final.
 * @param actor staff with members.suspend, or someone on the host.
 * @throws AppError as `changeStanding`; wrong_state unless the account is suspended.
 */
export async function reinstateMember(actor: Actor, accountId: string): Promise<void> {
  await changeStanding(actor, accountId, {
    permission: "members.suspend",
    from: ["suspended"],
    to: "active",
    along: async (tx) => {
      await queueMail(tx, { template: "account-reinstated", accountId });
      const reason = askedWhere(actor);
      await recordAccess(tx, { act: "member.reinstate", object: `account:${accountId}`, subject: accountId, reason });
    },
  });
}
