import { transaction, withLock } from "@/db/client";
import { beginStep, findConnection, publishKey } from "@/db/queries/connections";
import { recordAccess } from "@/lib/audit/record-access";
import { later, minuteMs, now } from "@/lib/base/clock";
import { requireAdapter } from "@/lib/connections/require-adapter";
import { destroyConnectionKeys } from "@/lib/vault/destroy-keys";
import { makeConnectionKey } from "@/lib/vault/make-connection-key";

const job = "make-key";

/**
 * Job: makes the key pair of a connection that waits for one, and publishes its public half. Run again, it makes it anew or does
 * nothing. A crash before it is published leaves the connection due; a connection that was unlinked or erased meanwhile leaves no
 * key behind.
 */
export async function publishConnectionKey(connectionId: string): Promise<void> {
  await withLock(`connection-key:${connectionId}`, async () => {
    const connection = await transaction({ kind: "system", job }, (tx) =>
      beginStep(tx, connectionId, ["awaiting_key"], later(now(), minuteMs)),
    );
    if (!connection) return;
    const { accountId, platform } = connection;
    const { host } = requireAdapter(platform);
    const { keyId, publicKey, statement } = await makeConnectionKey({ member: accountId, connection: connectionId, platform, host });
    const standing = await transaction({ kind: "system", job, accountId }, async (tx) => {
      if (!(await publishKey(tx, connectionId, { keyId, publicKey, keyStatement: statement }))) {
        return (await findConnection(tx, connectionId))?.state ?? "erased";
      }
      await recordAccess(tx, { act: "key.make", object: `connection:${connectionId}`, subject: accountId, reason: "member" });
      return null;
    });
    if (standing === "unlinked" || standing === "erased") await destroyConnectionKeys(connectionId);
  });
}
