import { transaction } from "@/db/client";
import type { Client } from "@/lib/accounts/client";
import { describeDevice } from "@/lib/accounts/describe-device";
import { endSessions } from "@/lib/accounts/end-sessions";
import { raiseSession } from "@/lib/accounts/raise-session";
import type { Session } from "@/lib/accounts/read-session";
import { enrolPasskey, type NewPasskey } from "@/lib/factors/enrol-passkey";
import { hasFactor } from "@/lib/factors/has-factor";
import { creationOptions } from "@/lib/factors/passkey-options";

/** What the browser needs to make a passkey for the session's account. */
export async function offerPasskey({ accountId, email }: Session) {
  return await transaction({ kind: "member", accountId }, (tx) => creationOptions(tx, { id: accountId, email }));
}

/**
 * Enrols the passkey that the browser has made. With an account's first factor its session is replaced by one that has shown it, and
 * every other session ends. Returns the new session's id, or null where the session stays.
 * @throws what `enrolPasskey` throws.
 */
export async function addPasskey(session: Session, passkey: NewPasskey, client: Client): Promise<string | null> {
  const { accountId } = session;
  const name = passkey.name || describeDevice(client.userAgent);
  return await transaction({ kind: "member", accountId }, async (tx) => {
    const isFirst = !(await hasFactor(tx, accountId));
    await enrolPasskey(tx, accountId, { ...passkey, name });
    if (!isFirst) return null;
    const raised = await raiseSession(tx, session, client, { assurance: "factor", reason: "factor" });
    await endSessions(tx, accountId, "factors_changed", raised);
    return raised;
  });
}
