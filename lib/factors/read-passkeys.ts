import { transaction } from "@/db/client";
import { listPasskeys } from "@/db/queries/passkeys";

export type Passkey = { id: string; name: string; addedAt: Date; lastUsedAt: Date | null; synced: boolean };

/** A member's passkeys, oldest first. `synced`: its maker keeps a copy, so that it works on the owner's other devices too. */
export async function readPasskeys(accountId: string): Promise<Passkey[]> {
  const rows = await transaction({ kind: "member", accountId }, (tx) => listPasskeys(tx, accountId));
  return rows.map(({ factorId, name, createdAt, lastUsedAt, backedUp }) => ({
    id: factorId,
    name,
    addedAt: createdAt,
    lastUsedAt,
    synced: backedUp,
  }));
}
