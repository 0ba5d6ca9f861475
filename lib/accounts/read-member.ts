import { transaction } from "@/db/client";
import { type AccountRow, findAccount, findAccountByEmail } from "@/db/queries/accounts";
import { readStandings, type Standing } from "@/db/queries/members";
import { requireEmail } from "@/lib/accounts/normalise-email";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { AppError } from "@/lib/base/errors";

/** Why staff look at a member's page, as a code that the member reads in words. */
export const memberReasons = [
  "member_asked",
  "billing_question",
  "connection_trouble",
  "login_reported",
  "security_concern",
  "change_of_standing",
  "review",
] as const;
export type MemberReason = (typeof memberReasons)[number];

export type Member = AccountRow & { standing: Standing };

/**
 * One account as staff see it without its leave: address, state, role, and how it stands in counts. Each look is a line that the member
 * can read.
 * @throws AppError forbidden, not_found
 */
export async function readMember(actor: Extract<Actor, { kind: "staff" }>, accountId: string, reason: MemberReason): Promise<Member> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "members.read");
    const account = await findAccount(tx, accountId);
    const standing = (await readStandings(tx, [accountId])).get(accountId);
    if (!account || !standing) throw new AppError("not_found");
    await recordAccess(tx, { act: "member.look", object: `account:${accountId}`, subject: accountId, reason });
    return { ...account, standing };
  });
}

/** The account of an address, for commands on the host. @throws AppError invalid_input, not_found with `reason` no_account. */
export async function accountIdOf(actor: Extract<Actor, { kind: "host" }>, address: string): Promise<string> {
  const email = requireEmail(address);
  const account = await transaction(actor, (tx) => findAccountByEmail(tx, email));
  if (!account || account.state === "erased") throw new AppError("not_found", { reason: "no_account" });
  return account.id;
}
