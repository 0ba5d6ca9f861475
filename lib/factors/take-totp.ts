import type { Tx } from "@/db/client";
import { markFactorUsed } from "@/db/queries/factors";
import { listTotp, spendTotpStep } from "@/db/queries/totp";
import { now } from "@/lib/base/clock";
import { matchTotp } from "@/lib/factors/match-totp";
import { openTotpSecret } from "@/lib/factors/seal-totp-secret";

/**
 * Whether a code is right, and of one of the account's authenticator apps, and unused: taking it uses it up, and every earlier one
 * (RFC 6238, 5.2; ASVS 6.5.1). In a transaction that acts for the account; should it roll back, the code is unused again.
 */
export async function takeTotp(tx: Tx, accountId: string, code: string): Promise<boolean> {
  const at = now();
  for (const { factorId, sealed } of await listTotp(tx, accountId)) {
    const step = matchTotp(openTotpSecret(sealed, { accountId, factorId }), code, at);
    if (step === null || !(await spendTotpStep(tx, factorId, step))) continue;
    await markFactorUsed(tx, factorId, at);
    return true;
  }
  return false;
}
