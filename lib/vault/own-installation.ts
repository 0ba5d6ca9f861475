import { keysInstallation, ownInstallation } from "@/db/client";
import { apart, ForeignInstallation } from "@/db/installation";
import { keyringDir } from "@/lib/base/env";
import { log } from "@/lib/base/log";
import { markKeyring } from "@/lib/keys/mark-keyring";

/**
 * At the worker's start (clause 5d): both databases and the keyring belong to this environment and to one another. A keyring of an earlier
 * release is marked once, and the log says so.
 * @throws ForeignInstallation with what to do; nothing was changed.
 */
export async function assertOwnInstallation(): Promise<void> {
  const [main, keys] = [await ownInstallation("worker"), await keysInstallation()];
  if (main.id !== keys.id) throw new ForeignInstallation(apart("main database", "keys database"));
  const { mark, isNew } = markKeyring(keyringDir(), { environment: main.environment, installation: main.id });
  if (isNew) log.info("the keyring had no mark and is now this installation's", { installation: main.id });
  if (mark.environment !== main.environment)
    throw new ForeignInstallation(`The keyring belongs to ${mark.environment}, and this process to ${main.environment} (HOLDFAST_ENV).`);
  if (mark.installation !== main.id) throw new ForeignInstallation(apart("keyring", "main database"));
}
