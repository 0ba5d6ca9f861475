import { transaction } from "@/db/client";
import { lockAccess } from "@/db/queries/accounts";
import type { Client } from "@/lib/accounts/client";
import { describeDevice } from "@/lib/accounts/describe-device";
import type { Session } from "@/lib/accounts/read-session";
import { type FirstFactor, riseWithFirstFactor } from "@/lib/accounts/rise-with-first-factor";
import { enrolPasskey, type NewPasskey } from "@/lib/factors/enrol-passkey";
import { hasFactor } from "@/lib/factors/has-factor";
import { creationOptions } from "@/lib/factors/passkey-options";

/** What the browser needs to make a passkey for the session's account. */
export async function offerPasskey({ accountId, email }: Session) {
  return await transaction({ kind: "member", accountId }, (tx) => creationOptions(tx, { id: accountId, email }));
}

/**
 * Enrols the passkey that the browser has made. Returns what follows when it is the account's first factor, or null where the session
 * stays.
 * @throws what `enrolPasskey` throws.
 */
export async function addPasskey(session: Session, passkey: NewPasskey, client: Client): Promise<FirstFactor | null> {
  const { accountId } = session;
  const name = passkey.name || describeDevice(client.userAgent);
  return await transaction({ kind: "member", accountId }, async (tx) => {
    await lockAccess(tx, accountId);
    const isFirst = !(await hasFactor(tx, accountId));
    await enrolPasskey(tx, accountId, { ...passkey, name });
    return isFirst ? await riseWithFirstFactor(tx, session, client) : null;
  });
}
