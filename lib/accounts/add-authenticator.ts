import { transaction } from "@/db/client";
import { lockAccess } from "@/db/queries/accounts";
import type { Client } from "@/lib/accounts/client";
import type { Session } from "@/lib/accounts/read-session";
import { type FirstFactor, riseWithFirstFactor } from "@/lib/accounts/rise-with-first-factor";
import { beginTotp, type TotpOffer } from "@/lib/factors/begin-totp";
import { type ConfirmedTotp, confirmTotp } from "@/lib/factors/confirm-totp";
import { hasFactor } from "@/lib/factors/has-factor";

/** What the page of a session that has just been proved needs to set an authenticator app up. The proof counts until the set-up runs out. */
export function offerAuthenticator({ id: sessionId, accountId, email }: Session): TotpOffer {
  return beginTotp({ accountId, sessionId }, email);
}

/**
 * Enrols the authenticator app that the session was offered. Returns what follows when it is the account's first factor, or null where
 * the session stays.
 * @throws what `confirmTotp` throws.
 */
export async function addAuthenticator(session: Session, confirmed: ConfirmedTotp, client: Client): Promise<FirstFactor | null> {
  const { id: sessionId, accountId } = session;
  return await transaction({ kind: "member", accountId }, async (tx) => {
    await lockAccess(tx, accountId);
    const isFirst = !(await hasFactor(tx, accountId));
    await confirmTotp(tx, { accountId, sessionId }, confirmed);
    return isFirst ? await riseWithFirstFactor(tx, session, client) : null;
  });
}
