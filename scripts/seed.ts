import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { closeDatabases, transaction } from "@/db/client";
import { findAccountByEmail } from "@/db/queries/accounts";
import { inviteSomeone } from "@/lib/accounts/invite";
import { inviteOf } from "@/lib/accounts/list-invites";
import { redeemInvite } from "@/lib/accounts/redeem-invite";
import { resendInvite } from "@/lib/accounts/resend-invite";
import { setRole } from "@/lib/accounts/set-role";
import type { Actor } from "@/lib/base/actor";
import { AppError } from "@/lib/base/errors";
import { permitPlatform } from "@/lib/connections/permit-platform";
import { enrolTotp } from "@/lib/factors/enrol-totp";
import { hasFactor } from "@/lib/factors/has-factor";
import { platformIds } from "@/lib/platforms/ids";
import { policyInForce } from "@/lib/terms/policy";
import { prices } from "@/lib/terms/prices";
import { runProgram } from "@/scripts/failure";

/**
 * What a sandbox starts with: every platform permitted, a member, an owner with an authenticator app, and an invite for somebody
 * else. Run by scripts/world with the settings of web and worker, because here one process plays the operator and those who
 * join. Repeating it makes only what is missing, and one more invite.
 */
const actor: Actor = { kind: "host", command: "seed" };

const client = { address: "127.0.0.1", userAgent: null, deviceSecret: randomBytes(32).toString("base64url") };

type Mailed = { subject: string; text: string };
type Login = { email: string; password: string };
type Request = { mail: string; member: Login; owner: Login & { totpSecret: string } };

await runProgram(async () => {
  const { mail, member, owner } = JSON.parse(readFileSync(0, "utf8")) as Request;
  const newcomer = `newcomer-${randomBytes(4).toString("hex")}@example.org`;
  for (const platform of platformIds) await permitPlatform(actor, platform);
  const [, invite] = await Promise.all([seedMember(mail, member), sendInvite(mail, newcomer), seedOwner(mail, owner)]);
  await closeDatabases();
  process.stdout.write(`${JSON.stringify({ invite })}\n`);
});

/** A start that is broken off between these steps is made up for by the next. */
async function seedOwner(mail: string, owner: Request["owner"]): Promise<void> {
  await seedMember(mail, owner);
  const account = await transaction(actor, (tx) => findAccountByEmail(tx, owner.email));
  if (!account) return;
  const asOwner: Actor = { kind: "member", accountId: account.id };
  if (!(await transaction(asOwner, (tx) => hasFactor(tx, account.id)))) await enrolTotp(account.id, owner.totpSecret, "Sandbox");
  if (account.role === null) await setRole(actor, account.id, "owner");
}

async function seedMember(mail: string, { email, password }: Login): Promise<void> {
  if (await transaction(actor, (tx) => findAccountByEmail(tx, email))) return;
  const link = await sendInvite(mail, email);
  const token = new URL(link).pathname.split("/").at(-1) ?? "";
  const { monthlyCents, unitCents } = prices;
  await redeemInvite(
    token,
    { password, timeZone: "America/Chicago", policyVersion: policyInForce().version, monthlyCents, unitCents },
    client,
  );
}

/** Invites an address, or sends its open invite again, and returns the link that arrives in its mail. */
async function sendInvite(mail: string, email: string): Promise<string> {
  const before = (await mailsTo(mail, email)).length;
  try {
    await inviteSomeone(actor, email);
  } catch (error) {
    if (!(error instanceof AppError) || error.refusal !== "conflict") throw error;
    await resendInvite(actor, await inviteOf(actor, email));
  }
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(25)) {
    const newest = (await mailsTo(mail, email)).slice(before).at(-1);
    const link = newest?.text.match(/https?:\/\/\S+\/invite\/[\w-]+/)?.[0];
    if (link) return link;
  }
  throw new Error("no invite has arrived in the mail catcher within 20 seconds");
}

async function mailsTo(mail: string, email: string): Promise<Mailed[]> {
  const reply = await fetch(`${mail}/messages?to=${encodeURIComponent(email)}`);
  return ((await reply.json()) as { messages: Mailed[] }).messages;
}
