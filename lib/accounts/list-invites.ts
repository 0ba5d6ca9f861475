import { type Tx, transaction } from "@/db/client";
import {
  type InviteFilter,
  type InviteMail,
  type InviteRow,
  listInviteRows,
  newestUnusedInvite,
  readInviteMails,
} from "@/db/queries/invites";
import { type ExportReason, exportList, narrowedBy } from "@/lib/accounts/export-list";
import { inviteDays } from "@/lib/accounts/invite";
import { requireEmail } from "@/lib/accounts/normalise-email";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordListed } from "@/lib/audit/record-listed";
import type { Actor } from "@/lib/base/actor";
import { dayMs, later, now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";

const most = 500;
const everything: InviteFilter = { search: "", state: null, sort: "made", descending: true, cursor: null, limit: most };

/** How an invite stands, and since when; while it can be redeemed that depends on the mail with its newest link. */
export type InviteStanding = {
  state: "waiting to be sent" | "sent" | "could not be sent" | "redeemed" | "revoked" | "expired";
  since: Date;
};
export type ListedInvite = InviteStanding & {
  id: string;
  email: string;
  /** The account that it became; null before. */
  redeemedBy: string | null;
  /** How many links were made for it; only the newest can count. */
  links: number;
  /** Until when its link works; null when it does not. */
  worksUntil: Date | null;
};

function standingOf(invite: InviteRow, mail: InviteMail | undefined, at: Date): InviteStanding {
  if (invite.redeemedAt) return { state: "redeemed", since: invite.redeemedAt };
  if (invite.revokedAt) return { state: "revoked", since: invite.revokedAt };
  if (invite.expiresAt <= at) return { state: "expired", since: invite.expiresAt };
  if (mail?.sentAt) return { state: "sent", since: mail.sentAt };
  if (mail?.givenUpAt) return { state: "could not be sent", since: mail.givenUpAt };
  return { state: "waiting to be sent", since: later(invite.expiresAt, -inviteDays * dayMs) };
}

async function pageOf(tx: Tx, filter: InviteFilter): Promise<ListedInvite[]> {
  const at = now();
  const rows = await listInviteRows(tx, filter, at);
  const ids = rows.map(({ id }) => id);
  const mails = await readInviteMails(tx, ids);
  return rows.map((row) => {
    const standing = standingOf(row, mails.get(row.id), at);
    const isOpen = standing.state === "sent" || standing.state === "waiting to be sent";
    return {
      id: row.id,
      redeemedBy: row.redeemedBy,
      email: row.email,
      ...standing,
      links: row.generation,
      worksUntil: isOpen ? row.expiresAt : null,
    };
  });
}

/** The invites that a filter lets through, a page at a time; without one the newest 500. @throws AppError forbidden. */
export async function listInvites(actor: Actor, filter: Partial<InviteFilter> = {}): Promise<ListedInvite[]> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "invites.read");
    const found = await pageOf(tx, { ...everything, ...filter });
    const accounts = found.map(({ redeemedBy }) => redeemedBy);
    await recordListed(tx, "invites", accounts, "asked_in_console");
    return found;
  });
}

/** The invites that a filter lets through as CSV; times in UTC, ISO 8601. @throws AppError forbidden. */
export async function exportInvites(actor: Actor, filter: Omit<InviteFilter, "cursor" | "limit">, reason: ExportReason): Promise<string> {
  return await exportList(actor, {
    name: "invites",
    permissions: ["invites.read", "lists.export"],
    reason,
    narrowed: narrowedBy({ search: filter.search, state: filter.state }),
    listed: "invites",
    page: (tx, cursor, limit) => pageOf(tx, { ...filter, cursor, limit }),
    accountOf: ({ redeemedBy }) => redeemedBy,
    head: ["id", "email", "state", "since", "links", "works_until"],
    cells: ({ id, email, state, since, links, worksUntil }) => [
      id,
      email,
      state,
      since.toISOString(),
      String(links),
      worksUntil?.toISOString() ?? "",
    ],
  });
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
