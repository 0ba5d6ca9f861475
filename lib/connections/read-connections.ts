import { transaction } from "@/db/client";
import { type ConnectionRow, listLinked } from "@/db/queries/connections";
import { webEnv } from "@/lib/base/env";
import { isPermitted } from "@/lib/connections/permit-platform";
import { isPlatformId, type PlatformId, platformIds } from "@/lib/platforms/ids";
import { type LoginKind, loginKindsOf } from "@/lib/platforms/login-kinds";
import { readKeyStatement } from "@/lib/vault/key-statement";

/** What the browser needs to check a connection's key and to seal a login for it. */
export interface SealingOffer {
  statement: string;
  vaultPublicKey: Record<string, unknown>;
  of: { member: string; connection: string; platform: string };
  version: number;
  /** The kinds of login that the platform takes, the safest first. */
  kinds: readonly [LoginKind, ...LoginKind[]];
}

export interface Connection {
  id: string;
  platform: string;
  state: ConnectionRow["state"];
  mode: ConnectionRow["mode"];
  verifiedAt: Date | null;
  lastPollAt: Date | null;
  /** When a login that was refused, or could not be tried, is tried again by itself; null when it is not. */
  retryAt: Date | null;
  /** Whether the login that is refused was refused when it was first tried, so that it never worked. */
  neverWorked: boolean;
  /** The kind of the login that was tried last; null when none was. Its user name is sealed, so nobody here can tell it. */
  loginKind: LoginKind | null;
  /** Whether the operator lets the service call this platform at the moment. */
  permitted: boolean;
  /** Null until there is a key, and when its signed statement does not hold. */
  sealing: SealingOffer | null;
}

async function sealingOf(row: ConnectionRow): Promise<SealingOffer | null> {
  const vaultPublicKey = webEnv().VAULT_PUBLIC_KEY;
  const { platform } = row;
  const of = { member: row.accountId, connection: row.id, platform };
  if (!isPlatformId(platform)) return null;
  if (!row.keyStatement || !(await readKeyStatement(row.keyStatement, vaultPublicKey, of))) return null;
  return { statement: row.keyStatement, vaultPublicKey, of, version: row.credentialVersion + 1, kinds: loginKindsOf(platform) };
}

/** A login that worked before is tried again by itself after its first refusal (lib/connections/settle-connection.ts). */
const neverWorked = ({ state, refusals, nextPollAt }: ConnectionRow) => state === "refused" && refusals === 1 && nextPollAt === null;

const retried = new Set<ConnectionRow["state"]>(["refused", "unreachable"]);

/** The member's connections, and the platforms that can still be connected. */
export async function readConnections(accountId: string): Promise<{ connections: Connection[]; connectable: PlatformId[] }> {
  const read = await transaction({ kind: "member", accountId }, async (tx) => {
    const permitted: PlatformId[] = [];
    for (const id of platformIds) if (await isPermitted(tx, id)) permitted.push(id);
    return { permitted, rows: await listLinked(tx, accountId) };
  });
  const connections: Connection[] = [];
  for (const row of read.rows) {
    const { id, platform, state, mode, verifiedAt, lastPollAt, nextPollAt, loginKind } = row;
    const permitted = read.permitted.some((permittedId) => permittedId === platform);
    const retryAt = retried.has(state) ? nextPollAt : null;
    const common = { id, platform, state, mode, verifiedAt, lastPollAt, retryAt, permitted, loginKind };
    connections.push({ ...common, neverWorked: neverWorked(row), sealing: await sealingOf(row) });
  }
  return { connections, connectable: read.permitted.filter((id) => !read.rows.some((row) => row.platform === id)) };
}
