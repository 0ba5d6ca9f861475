import { eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accessKeys, accounts } from "@/db/schema";

/** The account in whose name a transaction acts, from the actor's name: `member:…`, `claimed:…`, `staff:…`; null for all others. */
const actingAccount = sql`nullif(substring(holdfast_actor() from '^(?:member|claimed|staff):(.+)$'), '')::uuid`;

/** Who the transaction acts for, the account that is, and that account's key where there is one already. */
export async function actorAndKey(tx: Tx): Promise<{ actor: string; accountId: string | null; key: Buffer | null }> {
  const [row] = await tx.execute<{ actor: string | null; accountId: string | null; key: Buffer | null }>(sql`
    select holdfast_actor() as actor, ${actingAccount} as "accountId",
           (select k.key from ${accessKeys} k where k.account_id = ${actingAccount}) as key`);
  return { actor: row?.actor ?? "nobody", accountId: row?.accountId ?? null, key: row?.key ?? null };
}

/** Keeps a key for an account that has none; of two at once one is kept, and both are given that one. Null when there is no such account. */
export async function keepAccessKey(tx: Tx, accountId: string, key: Buffer): Promise<Buffer | null> {
  await tx.execute(sql`
    insert into ${accessKeys} (account_id, key) select a.id, ${key}::bytea from ${accounts} a where a.id = ${accountId} on conflict do nothing`);
  const [row] = await tx.select({ key: accessKeys.key }).from(accessKeys).where(eq(accessKeys.accountId, accountId));
  return row?.key ?? null;
}

/** The keys of these accounts, as far as they are there and the transaction may see them. */
export async function accessKeysOf(tx: Tx, accountIds: string[]): Promise<Map<string, Buffer>> {
  if (accountIds.length === 0) return new Map();
  const rows = await tx
    .select({ accountId: accessKeys.accountId, key: accessKeys.key })
    .from(accessKeys)
    .where(inArray(accessKeys.accountId, accountIds));
  return new Map(rows.map(({ accountId, key }) => [accountId, key]));
}
