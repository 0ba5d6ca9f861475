import { transaction } from "@/db/client";
import { listLinesAbout } from "@/db/queries/access-lines";
import { insertGrant, openGrant, revokeGrants, type SupportGrantRow } from "@/db/queries/support-grants";
import { recordAccess } from "@/lib/audit/record-access";
import { dayMs, hourMs, later, now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

/** For how long a member may let support look. */
export const grantLengths = { hour: hourMs, day: dayMs, week: 7 * dayMs } as const;
export type GrantLength = keyof typeof grantLengths;

/** Why support may look, as a code that the member reads in words. */
export const lookReasons = ["member_asked", "connection_trouble", "billing_question", "security_concern"] as const;
export type LookReason = (typeof lookReasons)[number];

/** One look of staff: of support at the member's data, at how to reach the member, or at how the account stands. */
export type StaffLook = { id: string; at: Date; what: (typeof looks)[number]; reason: string };
const looks = ["support.look", "contact.look", "member.look"] as const;

/** Lets support look at a redacted, read-only view of the member's data, for a time that begins now. An earlier leave ends. */
export async function giveSupportLeave(accountId: string, length: GrantLength): Promise<{ expiresAt: Date }> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const at = now();
    const expiresAt = later(at, grantLengths[length]);
    await revokeGrants(tx, accountId, at);
    const id = await insertGrant(tx, { accountId, expiresAt });
    await recordAccess(tx, { act: "support.grant", object: `grant:${id}`, subject: accountId, reason: "member", facts: { length } });
    return { expiresAt };
  });
}

/** Takes the leave back: the next look is refused. @throws AppError not_found when there is none to take back. */
export async function revokeSupportLeave(accountId: string): Promise<void> {
  await transaction({ kind: "member", accountId }, async (tx) => {
    if ((await revokeGrants(tx, accountId, now())) === 0) throw new AppError("not_found");
    await recordAccess(tx, { act: "support.revoke", object: `account:${accountId}`, subject: accountId, reason: "member" });
  });
}

/** The leave that the member gives now, and the latest looks of staff at what is theirs. */
export async function readSupportLeave(accountId: string): Promise<{ leave: SupportGrantRow | null; looks: StaffLook[] }> {
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const leave = await openGrant(tx, accountId, now());
    const lines = await listLinesAbout(tx, accountId, looks, 100);
    const seen = lines.map(({ id, at, act, reason }) => ({ id, at, what: looks.find((known) => known === act) ?? "support.look", reason }));
    return { leave, looks: seen };
  });
}
