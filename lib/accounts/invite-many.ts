import { type Tx, transaction } from "@/db/client";
import { findAccountByEmail } from "@/db/queries/accounts";
import { lockNewInvites, openInvite } from "@/db/queries/invites";
import { type Invited, makeInvite } from "@/lib/accounts/invite";
import { normaliseEmail } from "@/lib/accounts/normalise-email";
import { readInviteFile } from "@/lib/accounts/read-invite-file";
import { requirePermission } from "@/lib/accounts/require-permission";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";

type Staff = Extract<Actor, { kind: "staff" }>;
/** What a row of a file is worth: it is to be invited, or why it is not. */
export type Verdict = "invite" | "not_an_address" | "twice" | "already_member" | "already_invited";
export type JudgedRow = { line: number; address: string; verdict: Verdict };

async function judge(tx: Tx, email: string | null, seen: Set<string>): Promise<Verdict> {
  if (!email) return "not_an_address";
  if (seen.has(email)) return "twice";
  seen.add(email);
  if (await findAccountByEmail(tx, email)) return "already_member";
  return (await openInvite(tx, email, now())) ? "already_invited" : "invite";
}

/**
 * What each row of a file would come to. Changes nothing.
 * @throws AppError forbidden; invalid_input as `readInviteFile`.
 */
export async function judgeInvites(actor: Staff, text: string): Promise<JudgedRow[]> {
  const rows = readInviteFile(text);
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "invites.write");
    return await judgeAll(tx, rows);
  });
}

async function judgeAll(tx: Tx, rows: ReturnType<typeof readInviteFile>): Promise<JudgedRow[]> {
  const seen = new Set<string>();
  const judged: JudgedRow[] = [];
  for (const { line, address } of rows) {
    const email = normaliseEmail(address);
    judged.push({ line, address: email ?? address, verdict: await judge(tx, email, seen) });
  }
  return judged;
}

/**
 * Invites whom a file names and who can be invited, in one transaction: a crash leaves all of it or nothing. Each row is judged anew, under
 * a lock that no other invite is made beside, so that the same file sent twice, or twice at once, invites nobody twice. The mails are left to
 * the outbox, which sends them at its own pace.
 * @returns the rows as they were judged; those that say "invite" have one now.
 * @throws AppError as `judgeInvites`.
 */
export async function inviteMany(actor: Staff, text: string): Promise<JudgedRow[]> {
  const rows = readInviteFile(text);
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "invites.write");
    await lockNewInvites(tx);
    const judged = await judgeAll(tx, rows);
    const made: Invited[] = [];
    for (const { verdict, address } of judged) if (verdict === "invite") made.push(await makeInvite(tx, actor, address));
    const facts = { rows: judged.length, invited: made.length };
    await recordAccess(tx, { act: "invites.bulk", object: "list:invites", subject: null, reason: "asked_in_console", facts });
    return judged;
  });
}
