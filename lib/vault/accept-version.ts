import { keysDb } from "@/db/client";
import { raiseFloor } from "@/db/queries/connection-keys";

/** Notes that the platform took this version of a connection's credential: an older one put back into the main database is refused. */
export async function acceptVersion(connectionId: string, version: number): Promise<void> {
  await raiseFloor(keysDb(), connectionId, version);
}
