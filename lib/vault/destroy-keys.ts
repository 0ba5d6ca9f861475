import { keysDb } from "@/db/client";
import { deleteConnectionKeys } from "@/db/queries/connection-keys";

/**
 * Destroys a connection's keys in the keys database. From then on its credential cannot be opened by anyone, in any copy of the main
 * database, once the keys database's own backups have run out. Running it again changes nothing.
 */
export async function destroyConnectionKeys(connectionId: string): Promise<void> {
  await deleteConnectionKeys(keysDb(), connectionId);
}
