import { transaction } from "@/db/client";
import { lookUpInvite } from "@/db/queries/invites";
import { readLink } from "@/lib/accounts/read-link";
import { now } from "@/lib/base/clock";

/**
 * The invite of a link that can be redeemed now. Null for any other link, whatever is wrong with it: forged, unknown, expired, used,
 * revoked or sent again. A forged one is refused before the database is asked. Changes nothing.
 */
export async function findInvite(token: string): Promise<{ inviteId: string; email: string; expiresAt: Date } | null> {
  const claims = readLink("invite", token);
  if (!claims) return null;
  const invite = await transaction({ kind: "visitor" }, (tx) => lookUpInvite(tx, claims.id, claims.generation, now()));
  return invite?.open ? { inviteId: invite.id, email: invite.email, expiresAt: invite.expiresAt } : null;
}
