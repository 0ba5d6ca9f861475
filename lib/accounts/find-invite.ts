import { transaction } from "@/db/client";
import { lookUpInvite } from "@/db/queries/invites";
import { hasPlace } from "@/db/queries/member-cap";
import { readLink } from "@/lib/accounts/read-link";
import { now } from "@/lib/base/clock";

export type FoundInvite = { inviteId: string; email: string; expiresAt: Date; isFull: boolean };

/**
 * The invite of a link that can be redeemed now. Null for any other link, whatever is wrong with it: forged, unknown, expired, used,
 * revoked or sent again. A forged one is refused before the database is asked. `isFull` says that its holder cannot join before there is
 * a place. Changes nothing.
 */
export async function findInvite(token: string): Promise<FoundInvite | null> {
  const claims = readLink("invite", token);
  if (!claims) return null;
  return await transaction({ kind: "visitor" }, async (tx) => {
    const invite = await lookUpInvite(tx, claims.id, claims.generation, now());
    if (!invite?.open) return null;
    return { inviteId: invite.id, email: invite.email, expiresAt: invite.expiresAt, isFull: !(await hasPlace(tx)) };
  });
}
