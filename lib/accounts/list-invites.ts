import { transaction } from "@/db/client";
import { listAskRows } from "@/db/queries/invite-asks";
import { type InviteRow, listInviteRows, newestUnusedInvite } from "@/db/queries/invites";
import { requireEmail } from "@/lib/accounts/normalise-email";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

const most = 500;

export type InviteState = "open" | "expired" | "revoked" | "redeemed";
export type ListedInvite = { inviteId: string; email: string; state: InviteState; sentTimes: number; createdAt: Date; expiresAt: Date };

function stateOf(invite: InviteRow, at: Date): InviteState {
  if (invite.redeemedAt) return "redeemed";
  if (invite.revokedAt) return "revoked";
  return invite.expiresAt > at ? "open" : "expired";
}

/** The newest invites, at most 500. */
export async function listInvites(actor: Actor): Promise<ListedInvite[]> {
  const at = now();
  const rows = await transaction(actor, (tx) => listInviteRows(tx, most));
  return rows.map((row) => ({
    inviteId: row.id,
    email: row.email,
    state: stateOf(row, at),
    sentTimes: row.generation,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  }));
}

/** Who asked for a new link, longest waiting first, at most 500. */
export async function listAsks(actor: Actor): Promise<{ email: string; askedAt: Date }[]> {
  const rows = await transaction(actor, (tx) => listAskRows(tx, most));
  return rows.map(({ email, createdAt }) => ({ email, askedAt: createdAt }));
}

/** The id of the newest invite of an address that was neither used nor revoked. @throws AppError not_found, invalid_input. */
export async function inviteOf(actor: Actor, address: string): Promise<string> {
  const email = requireEmail(address);
  const invite = await transaction(actor, (tx) => newestUnusedInvite(tx, email));
  if (!invite) throw new AppError("not_found");
  return invite.id;
}
