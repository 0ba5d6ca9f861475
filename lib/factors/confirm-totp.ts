import type { Tx } from "@/db/client";
import { isUniqueViolation } from "@/db/violations";
import { now } from "@/lib/base/clock";
import { AppError } from "@/lib/base/errors";
import { addTotp } from "@/lib/factors/enrol-totp";
import { matchTotp } from "@/lib/factors/match-totp";
import { type Holder, openTotpSetUp } from "@/lib/factors/totp-set-up";

export type ConfirmedTotp = {
  /** What `beginTotp` gave the form. */
  setUp: string;
  /** A code that the app shows. It is used up by this. */
  code: string;
  name: string;
};

/**
 * Adds the authenticator app of a set-up, once it has shown a right code. In a transaction that acts for the account. Returns the factor's id.
 * @throws AppError conflict with reason "set_up" when the set-up is another session's, older than 15 minutes, or done already;
 *   wrong_credentials with reason "code".
 */
export async function confirmTotp(tx: Tx, holder: Holder, { setUp, code, name }: ConfirmedTotp): Promise<string> {
  const at = now();
  const begun = openTotpSetUp(setUp, holder);
  if (!begun || begun.until <= at) throw new AppError("conflict", { reason: "set_up" });
  const lastStep = matchTotp(begun.secret, code, at);
  if (lastStep === null) throw new AppError("wrong_credentials", { reason: "code" });
  const { accountId } = holder;
  try {
    return await addTotp(tx, { accountId, id: begun.factorId, name: name || "Authenticator app", secretBase32: begun.secret, lastStep });
  } catch (thrown) {
    if (isUniqueViolation(thrown, "factors_pkey")) throw new AppError("conflict", { reason: "set_up" });
    throw thrown;
  }
}
