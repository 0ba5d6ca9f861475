import { keysDb, transaction } from "@/db/client";
import { countKeys } from "@/db/queries/connection-keys";
import { putKeyStatus } from "@/db/queries/key-tasks";
import { countWraps, listRootKeys } from "@/db/queries/root-keys";
import { now } from "@/lib/base/clock";
import { workerEnv } from "@/lib/base/env";
import { signingKeyNames } from "@/lib/keys/key-names";
import { localKeyring } from "@/lib/keys/local-keyring";
import { madeAt } from "@/lib/keys/root-key-id";
import { publicHalf } from "@/lib/keys/signing";

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** The public halves of the worker's signing keys, by name. */
export function publicKeys() {
  return Object.fromEntries(
    signingKeyNames.map((name) => {
      const key = localKeyring().signing(name);
      return [name, { kid: key.kid, ...publicHalf(key) }];
    }),
  );
}

/** Writes down, where staff and the host can read it, how the keys stand: ages, versions, counts and public keys. Nothing secret. */
export async function writeKeyStatus(): Promise<void> {
  const wraps = await countWraps(keysDb());
  const roots = (await listRootKeys(keysDb())).map(({ keyId, version, madeAt: registeredAt, supersededAt, retiredAt }) => ({
    keyId,
    version,
    madeAt: iso(madeAt(keyId)),
    registeredAt: registeredAt.toISOString(),
    supersededAt: iso(supersededAt),
    retiredAt: iso(retiredAt),
    wraps: wraps.get(keyId) ?? 0,
  }));
  const { current, superseded, oldestAt } = await countKeys(keysDb());
  const status = {
    takenAt: now(),
    provider: workerEnv().KEY_PROVIDER,
    roots,
    connectionKeys: current,
    supersededConnectionKeys: superseded,
    oldestConnectionKeyAt: oldestAt,
    publicKeys: publicKeys(),
  };
  await transaction({ kind: "system", job: "key-status" }, (tx) => putKeyStatus(tx, status));
}
