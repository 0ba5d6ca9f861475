import { inArray, type SQL, sql } from "drizzle-orm";
import type { KeysDb, Tx } from "@/db/client";
import { connectionKeys } from "@/db/keys-schema/connection-keys";
import type { AffectedRow, FindingCriteria } from "@/db/queries/incident-findings";
import { accessLines, connections, sessions } from "@/db/schema";

export type Affected = Omit<AffectedRow, "findingId">;
type Raw = Omit<Affected, "firstAt" | "lastAt"> & { firstAt: string | null; lastAt: string | null };

const all = (conditions: (SQL | undefined)[]) =>
  sql.join(
    conditions.filter((one) => one !== undefined),
    sql` and `,
  );

/**
 * Whom lines of the access log name, within the window, by all that is given. Without an actor only lines count that others wrote about a member: what a member did
 * with their own data is no sign of anything. Nobody is affected by what they did to themselves.
 */
export async function affectedByLines(
  tx: Tx,
  { from, to, actor, connectionId, platform, openingsOnly }: FindingCriteria,
): Promise<Affected[]> {
  const l = accessLines;
  const where = all([
    sql`${l.at} >= ${from}::timestamptz and ${l.at} < ${to}::timestamptz and ${l.subject} is not null`,
    actor === undefined
      ? sql`${l.actor} not in ('member:' || ${l.subject}, 'claimed:' || ${l.subject}, 'staff:' || ${l.subject})`
      : sql`${l.actor} = ${actor} and ${l.actor} <> 'staff:' || ${l.subject}`,
    connectionId === undefined ? undefined : sql`${l.object} = ${`connection:${connectionId}`}`,
    platform === undefined ? undefined : sql`${l.facts}->>'platform' = ${platform}`,
    openingsOnly ? sql`${l.act} = 'credential.open'` : undefined,
  ]);
  const rows = await tx.execute<Raw>(sql`
    select ${l.subject} as "accountId", count(*)::int as lines, (count(*) filter (where ${l.act} = 'credential.open'))::int as openings,
           min(${l.at}) as "firstAt", max(${l.at}) as "lastAt"
    from ${l} where ${where} and exists (select 1 from accounts a where a.id = ${l.subject} and a.state <> 'erased') group by ${l.subject}`);
  return rows.map((row) => ({
    ...row,
    firstAt: row.firstAt ? new Date(row.firstAt) : null,
    lastAt: row.lastAt ? new Date(row.lastAt) : null,
  }));
}

/** Accounts with a login from this network that was in use within the window. */
export async function accountsFromNetwork(tx: Tx, { from, to, network }: FindingCriteria & { network: string }): Promise<string[]> {
  const s = sessions;
  const rows = await tx.execute<{ accountId: string }>(sql`
    select distinct ${s.accountId} as "accountId" from ${s}
    where ${s.network} = ${network} and ${s.createdAt} < ${to}::timestamptz and ${s.seenAt} >= ${from}::timestamptz`);
  return rows.map(({ accountId }) => accountId);
}

/** Connections whose keys this root key wraps, of those that were made before the window's end. */
export async function connectionsUnderRoot(keys: KeysDb, { to, rootKeyId }: FindingCriteria & { rootKeyId: string }): Promise<string[]> {
  const rows = await keys
    .selectDistinct({ id: connectionKeys.connectionId })
    .from(connectionKeys)
    .where(sql`${connectionKeys.rootKeyId} = ${rootKeyId} and ${connectionKeys.createdAt} < ${to}::timestamptz`);
  return rows.map(({ id }) => id);
}

/** The accounts of some connections. */
export async function accountsOfConnections(tx: Tx, ids: string[]): Promise<string[]> {
  const found = new Set<string>();
  for (let start = 0; start < ids.length; start += 1_000) {
    const rows = await tx
      .selectDistinct({ accountId: connections.accountId })
      .from(connections)
      .where(inArray(connections.id, ids.slice(start, start + 1_000)));
    for (const { accountId } of rows) found.add(accountId);
  }
  return [...found];
}
