import { z } from "zod";
import { inviteSomeone } from "@/lib/accounts/invite";
import { listAsks, longestWaiting } from "@/lib/accounts/list-asks";
import { inviteOf, listInvites } from "@/lib/accounts/list-invites";
import { resendInvite } from "@/lib/accounts/resend-invite";
import { revokeInvite } from "@/lib/accounts/revoke-invite";
import { AppError } from "@/lib/base/errors";
import { forbidPlatform, permitPlatform } from "@/lib/connections/permit-platform";
import { platformName } from "@/lib/platforms/ids";
import { accountCommands } from "@/scripts/operator/account-commands";
import { backupCommands } from "@/scripts/operator/backup-commands";
import { blockCommands } from "@/scripts/operator/block-commands";
import { type Command, day, type Host, minute } from "@/scripts/operator/command";
import { formatRows } from "@/scripts/operator/format-rows";
import { logCommands } from "@/scripts/operator/log-commands";
import { patchCommands } from "@/scripts/operator/patch-commands";

/** An invite by its id or, for the newest that was neither used nor revoked, by its address. */
async function inviteIdOf(actor: Host, argument: string): Promise<string> {
  if (argument.includes("@")) return await inviteOf(actor, argument);
  if (!z.uuid().safeParse(argument).success) throw new AppError("not_found");
  return argument;
}

/** What `npm run operator` can do. The rules are in lib; links are only ever mailed, never printed. */
export const commands = {
  invite: {
    takes: ["email"],
    does: "invite someone: mails a link that works once, for 14 days",
    run: async (actor, argument) => {
      const { email, inviteId, expiresAt } = await inviteSomeone(actor, argument);
      return `Invited ${email}. The worker mails the link; it works until ${minute(expiresAt)}.\nInvite ${inviteId}`;
    },
  },
  resend: {
    takes: ["email or invite"],
    does: "mail a new link of an invite; the earlier one stops working",
    run: async (actor, argument) => {
      const { email, expiresAt } = await resendInvite(actor, await inviteIdOf(actor, argument));
      return `Sent ${email} a new link, which works until ${minute(expiresAt)}. Earlier links are dead.`;
    },
  },
  revoke: {
    takes: ["email or invite"],
    does: "take an invite back; its link stops working",
    run: async (actor, argument) => {
      const { email } = await revokeInvite(actor, await inviteIdOf(actor, argument));
      return `Took the invite of ${email} back. Its link is dead.`;
    },
  },
  invites: {
    takes: [],
    does: "list invites, newest first",
    run: async (actor) => {
      const rows = (await listInvites(actor)).map((row) => [
        row.email,
        `${row.state} since ${minute(row.since)}`,
        row.worksUntil ? `works until ${day(row.worksUntil)}` : "",
        row.id,
      ]);
      return rows.length > 0 ? formatRows(rows) : "Nobody has been invited yet.";
    },
  },
  asks: {
    takes: [],
    does: "list who asked for a new link, longest waiting first",
    run: async (actor) => {
      const rows = (await listAsks(actor, { ...longestWaiting, limit: 500 })).map((row) => [row.email, `asked ${minute(row.createdAt)}`]);
      return rows.length > 0 ? formatRows(rows) : "Nobody is waiting for an invite.";
    },
  },
  permit: {
    takes: ["platform"],
    does: "record that a platform permits automation, which switches it on",
    run: async (actor, argument) => {
      await permitPlatform(actor, argument);
      return `Automation on ${platformName(argument)} is on.`;
    },
  },
  forbid: {
    takes: ["platform"],
    does: "switch automation on a platform off, before the next call to it",
    run: async (actor, argument) => {
      await forbidPlatform(actor, argument);
      return `Automation on ${platformName(argument)} is off.`;
    },
  },
  ...accountCommands,
  ...blockCommands,
  ...logCommands,
  ...backupCommands,
  ...patchCommands,
} satisfies Record<string, Command>;

export type OperatorCommand = keyof typeof commands;
