import { transaction } from "@/db/client";
import { insertAccount } from "@/db/queries/accounts";
import { claimInvite } from "@/db/queries/invites";
import { takePlace } from "@/db/queries/member-cap";
import { insertPassword } from "@/db/queries/passwords";
import { startSchedule } from "@/db/queries/schedules";
import { isUniqueViolation } from "@/db/violations";
import type { Client } from "@/lib/accounts/client";
import { findInvite } from "@/lib/accounts/find-invite";
import { readLink } from "@/lib/accounts/read-link";
import { startSession } from "@/lib/accounts/start-session";
import { countAgainst, forgive } from "@/lib/accounts/throttle";
import { bucketsFor } from "@/lib/accounts/throttle-buckets";
import { isTimeZone } from "@/lib/accounts/time-zones";
import { recordAccess } from "@/lib/audit/record-access";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { newId } from "@/lib/base/ids";
import { hashPassword } from "@/lib/passwords/hash-password";
import { requireStrongPassword } from "@/lib/passwords/require-strong-password";
import { recordConsent, type Shown } from "@/lib/terms/record-consent";

export type Joining = Shown & { password: string; timeZone: string };

/**
 * Makes a member of the holder of an invite's link, once (clause 0.1): account, password, consent, time zone, the invite's redemption,
 * the access log's lines and a first session, in one transaction. A crash leaves all of it or nothing; of parallel attempts one succeeds.
 * Under a cap on active members the last place goes to one of them; the invites of the others stay as they were.
 * @throws AppError dead_link; invalid_input with `field` and, for the password, its `flaw`; conflict when the terms were revised meanwhile,
 *   and with `reason` full when there is no place; too_many with `retryAfterSeconds`.
 */
export async function redeemInvite(token: string, joining: Joining, client: Client): Promise<{ accountId: string; sessionId: string }> {
  const claims = readLink("invite", token);
  const invite = claims && (await findInvite(token));
  if (!claims || !invite) throw new AppError("dead_link");
  const buckets = bucketsFor("invite", { client, email: invite.email });
  const counted = await transaction({ kind: "visitor" }, (tx) => countAgainst(tx, buckets));
  await requireStrongPassword(joining.password, [invite.email]);
  if (!isTimeZone(joining.timeZone)) throw new AppError("invalid_input", { field: "timeZone" });
  const hash = await hashPassword(joining.password);
  const accountId = newId();
  try {
    return await transaction({ kind: "member", accountId }, async (tx) => {
      const at = now();
      const email = await claimInvite(tx, { ...claims, accountId, at });
      if (!email) throw new AppError("dead_link");
      if (!(await takePlace(tx))) throw new AppError("conflict", { reason: "full" });
      await forgive(tx, counted);
      await insertAccount(tx, { id: accountId, email });
      await insertPassword(tx, accountId, hash, at);
      await startSchedule(tx, accountId, joining.timeZone, at);
      await recordAccess(tx, { act: "invite.redeem", object: `invite:${claims.id}`, subject: accountId, reason: "joined" });
      await recordConsent(tx, accountId, joining);
      return {
        accountId,
        sessionId: await startSession(tx, accountId, client, { assurance: "password", remembered: false, reason: "joined" }),
      };
    });
  } catch (thrown) {
    // The address joined through another invite: for this one there is nobody left to join.
    if (isUniqueViolation(thrown, "accounts_email_unique")) throw new AppError("dead_link");
    throw thrown;
  }
}
