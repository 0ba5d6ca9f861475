import { transaction } from "@/db/client";
import { listLinesAbout } from "@/db/queries/access-lines";
import { type ConnectionRow, listLinked } from "@/db/queries/connections";
import { webEnv } from "@/lib/base/env";
import { isPermitted } from "@/lib/connections/permit-platform";
import { type PlatformId, platformIds } from "@/lib/platforms/ids";
import { readKeyStatement } from "@/lib/vault/key-statement";

/** What the browser needs to check a connection's key and to seal a login for it. */
export interface SealingOffer {
  statement: string;
  vaultPublicKey: Record<string, unknown>;
  of: { member: string; connection: string; platform: string };
  version: number;
}

export interface Connection {
  id: string;
  platform: string;
  state: ConnectionRow["state"];
  mode: ConnectionRow["mode"];
  verifiedAt: Date | null;
  lastPollAt: Date | null;
  /** Whether the operator lets the service call this platform at the moment. */
  permitted: boolean;
  /** Null until there is a key, and when its signed statement does not hold. */
  sealing: SealingOffer | null;
}

/** One opening of a sealed login by the worker: when, for which platform and job, why. */
export interface Opening {
  id: string;
  at: Date;
  platform: string;
  job: string;
  reason: string;
}

async function sealingOf(row: ConnectionRow): Promise<SealingOffer | null> {
  const vaultPublicKey = webEnv().VAULT_PUBLIC_KEY;
  const of = { member: row.accountId, connection: row.id, platform: row.platform };
  if (!row.keyStatement || !(await readKeyStatement(row.keyStatement, vaultPublicKey, of))) return null;
  return { statement: row.keyStatement, vaultPublicKey, of, version: row.credentialVersion + 1 };
}

/** The member's connections, the platforms that can still be connected, and the latest openings of the member's sealed logins. */
export async function readConnections(
  accountId: string,
): Promise<{ connections: Connection[]; connectable: PlatformId[]; openings: Opening[] }> {
  const read = await transaction({ kind: "member", accountId }, async (tx) => {
    const permitted: PlatformId[] = [];
    for (const id of platformIds) if (await isPermitted(tx, id)) permitted.push(id);
    return { permitted, rows: await listLinked(tx, accountId), lines: await listLinesAbout(tx, accountId, "credential.open", 20) };
  });
  const connections: Connection[] = [];
  for (const row of read.rows) {
    const { id, platform, state, mode, verifiedAt, lastPollAt } = row;
    const permitted = read.permitted.some((permittedId) => permittedId === platform);
    connections.push({ id, platform, state, mode, verifiedAt, lastPollAt, permitted, sealing: await sealingOf(row) });
  }
  const openings = read.lines.map(({ id, at, actor, reason, facts }) => ({
    id,
    at,
    platform: String(facts.platform ?? ""),
    job: actor.replace(/^system:/, ""),
    reason,
  }));
  return { connections, connectable: read.permitted.filter((id) => !read.rows.some((row) => row.platform === id)), openings };
}
