import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { addAuthenticator, offerAuthenticator } from "@/lib/accounts/add-authenticator";
import { logIn } from "@/lib/accounts/log-in";
import type { Session } from "@/lib/accounts/read-session";
import { givenMember, newClient } from "@/tests/support/members";
import { appCode } from "@/tests/support/one-time-codes";
import { sessionOf } from "@/tests/support/passkey-member";

/** A member who has one authenticator app, in a session that has shown it. No code of it is used up, so that tests need not wait for the next. */
export async function givenAppMember() {
  const member = await givenMember();
  const asking = await sessionOf(member.sessionId);
  const { secret, setUp } = offerAuthenticator(asking);
  const first = await addAuthenticator(asking, { setUp, code: appCode(secret), name: "" }, newClient());
  if (!first) throw new Error("the first factor should raise the session");
  const { accountId } = member;
  await transaction({ kind: "member", accountId }, (tx) =>
    tx.execute(sql`update totp_secrets set last_step = 0 where account_id = ${accountId}`),
  );
  return { ...member, secret, codes: first.codes, session: await sessionOf(first.sessionId) };
}

/** Logs in with the password: a session whose second factor is awaited. */
export async function givenPending(member: { email: string; password: string }): Promise<Session> {
  return await sessionOf((await logIn(member, newClient())).sessionId);
}
