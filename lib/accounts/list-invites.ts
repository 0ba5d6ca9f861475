import { transaction } from "@/db/client";
import { listAskRows } from "@/db/queries/invite-asks";
import { type InviteFilter, type InviteRow, type InviteState, listInviteRows, newestUnusedInvite } from "@/db/queries/invites";
import { requireEmail } from "@/lib/accounts/normalise-email";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

const most = 500;
const everything: InviteFilter = { search: "", state: null, before: null, limit: most };

export type ListedInvite = { inviteId: string; email: string; state: InviteState; sentTimes: number; createdAt: Date; expiresAt: Date };

function stateOf(invite: InviteRow, at: Date): InviteState {
  if (invite.redeemedAt) return "redeemed";
  if (invite.revokedAt) return "revoked";
  return invite.expiresAt > at ? "open" : "expired";
}

/** The newest invites that a filter lets through; without one all, at most 500. @throws AppError forbidden. */
export async function listInvites(actor: Actor, filter: Partial<InviteFilter> = {}): Promise<ListedInvite[]> {
  const at = now();
  const rows = await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "invites.read");
    return await listInviteRows(tx, { ...everything, ...filter }, at);
  });
  return rows.map((row) => ({
    inviteId: row.id,
    email: row.email,
    state: stateOf(row, at),
    sentTimes: row.generation,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  }));
}

/** Who asked for a new link, longest waiting first, at most 500. @throws AppError forbidden. */
export async function listAsks(actor: Actor): Promise<{ email: string; askedAt: Date }[]> {
  const rows = await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "invites.read");
    return await listAskRows(tx, most);
  });
  return rows.map(({ email, createdAt }) => ({ email, askedAt: createdAt }));
}

/** The id of the newest invite of an address that was neither used nor revoked. @throws AppError not_found, invalid_input, forbidden. */
export async function inviteOf(actor: Actor, address: string): Promise<string> {
  const email = requireEmail(address);
  const invite = await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "invites.read");
    return await newestUnusedInvite(tx, email);
  });
  if (!invite) throw new AppError("not_found");
  return invite.id;
}
