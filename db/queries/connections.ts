import { and, asc, eq, inArray, isNotNull, lte, ne, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { connections } from "@/db/schema";

export type ConnectionRow = typeof connections.$inferSelect;
const linked = ne(connections.state, "unlinked");

/** Adds a connection that waits for its key, by `dueAt` at the latest. Null when the account has one on this platform already. */
export async function insertConnection(tx: Tx, accountId: string, platform: string, dueAt: Date): Promise<string | null> {
  const rows = await tx
    .insert(connections)
    .values({ accountId, platform, state: "awaiting_key", nextPollAt: dueAt })
    .onConflictDoNothing()
    .returning({ id: connections.id });
  return rows[0]?.id ?? null;
}

/** The account's connections that are not unlinked, oldest first. */
export async function listLinked(tx: Tx, accountId: string): Promise<ConnectionRow[]> {
  return await tx
    .select()
    .from(connections)
    .where(and(eq(connections.accountId, accountId), linked))
    .orderBy(asc(connections.createdAt));
}

/**
 * A connection of this account that is not unlinked, locked for the caller's transaction; null for another's exactly as for none. Whoever
 * changes a connection and its credential locks them in this order.
 */
export async function lockLinked(tx: Tx, accountId: string, connectionId: string): Promise<ConnectionRow | null> {
  const [row] = await tx
    .select()
    .from(connections)
    .where(and(eq(connections.id, connectionId), eq(connections.accountId, accountId), linked))
    .for("no key update");
  return row ?? null;
}

/** Any connection, by its id: for jobs, which are told of one. */
export async function findConnection(tx: Tx, connectionId: string): Promise<ConnectionRow | null> {
  const [row] = await tx.select().from(connections).where(eq(connections.id, connectionId));
  return row ?? null;
}

/**
 * Takes a connection in hand for the next step of its life, and writes down when to look again if this try dies. Null when it is in
 * none of these states, or the step has been made.
 */
export async function beginStep(
  tx: Tx,
  connectionId: string,
  states: ConnectionRow["state"][],
  againAt: Date,
): Promise<ConnectionRow | null> {
  const [row] = await tx
    .update(connections)
    .set({ nextPollAt: againAt })
    .where(and(eq(connections.id, connectionId), inArray(connections.state, states), isNotNull(connections.nextPollAt)))
    .returning();
  return row ?? null;
}

/** Publishes a connection's key. False when it no longer waits for one. */
export async function publishKey(
  tx: Tx,
  connectionId: string,
  key: Pick<ConnectionRow, "keyId" | "publicKey" | "keyStatement">,
): Promise<boolean> {
  const rows = await tx
    .update(connections)
    .set({ ...key, state: "awaiting_credential", nextPollAt: null })
    .where(and(eq(connections.id, connectionId), eq(connections.state, "awaiting_key")))
    .returning({ id: connections.id });
  return rows.length === 1;
}

/**
 * Notes that a credential of this version, sealed for this key, was stored and is to be verified, by `dueAt` at the latest. False when
 * another was stored meanwhile, or the key is no longer one of the connection's two.
 */
export async function awaitVerification(
  tx: Tx,
  connectionId: string,
  { version, keyId, dueAt }: { version: number; keyId: string; dueAt: Date },
): Promise<boolean> {
  const ofKey = or(eq(connections.keyId, keyId), eq(connections.earlierKeyId, keyId));
  const rows = await tx
    .update(connections)
    .set({ state: "verifying", credentialVersion: version, refusals: 0, nextPollAt: dueAt })
    .where(and(eq(connections.id, connectionId), eq(connections.credentialVersion, version - 1), ofKey, linked))
    .returning({ id: connections.id });
  return rows.length === 1;
}

/** Publishes a connection's next key, and keeps the one before it for forms that are open. False when it has been unlinked, or has another key by now. */
export async function replaceKey(
  tx: Tx,
  connectionId: string,
  earlierKeyId: string,
  key: Pick<ConnectionRow, "keyId" | "publicKey" | "keyStatement">,
): Promise<boolean> {
  const rows = await tx
    .update(connections)
    .set({ ...key, earlierKeyId: sql`${connections.keyId}`, earlierKeyStatement: sql`${connections.keyStatement}` })
    .where(and(eq(connections.id, connectionId), eq(connections.keyId, earlierKeyId), linked))
    .returning({ id: connections.id });
  return rows.length === 1;
}

/** From now on nothing more is taken that was sealed for this earlier key of a connection. */
export async function dropEarlierKey(tx: Tx, connectionId: string, keyId: string): Promise<void> {
  await tx
    .update(connections)
    .set({ earlierKeyId: null, earlierKeyStatement: null })
    .where(and(eq(connections.id, connectionId), eq(connections.earlierKeyId, keyId)));
}

/**
 * Takes a connection in hand to try its login, and writes down when to look again if this try dies: `againAt`, or `refusedAgainAt` for a
 * login that was refused, which is taken only when it is due. Null when there is no login to try.
 */
export async function beginVerification(
  tx: Tx,
  connectionId: string,
  { at, againAt, refusedAgainAt }: { at: Date; againAt: Date; refusedAgainAt: Date },
): Promise<ConnectionRow | null> {
  const refused = eq(connections.state, "refused");
  const due = or(inArray(connections.state, ["verifying", "unreachable"]), and(refused, lte(connections.nextPollAt, at)));
  const [row] = await tx
    .update(connections)
    .set({ nextPollAt: sql`case when ${refused} then ${refusedAgainAt.toISOString()} else ${againAt.toISOString()} end::timestamptz` })
    .where(and(eq(connections.id, connectionId), due, isNotNull(connections.nextPollAt)))
    .returning();
  return row ?? null;
}

/**
 * Sets how a connection stands after a login with this version of its credential, which had been refused so often before. False when a
 * newer one has been stored meanwhile, or another try of the same one has been counted.
 */
export async function settleLogin(
  tx: Tx,
  { id, credentialVersion, refusals }: Pick<ConnectionRow, "id" | "credentialVersion" | "refusals">,
  outcome: Pick<ConnectionRow, "state" | "refusals" | "nextPollAt" | "verifiedAt" | "loginKind">,
): Promise<boolean> {
  const rows = await tx
    .update(connections)
    .set(outcome)
    .where(and(eq(connections.id, id), eq(connections.credentialVersion, credentialVersion), eq(connections.refusals, refusals), linked))
    .returning({ id: connections.id });
  return rows.length === 1;
}

/** Switches what the service may do; a working connection is then looked at anew at `at`. False when there is no such connection of the account. */
export async function setConnectionMode(
  tx: Tx,
  accountId: string,
  connectionId: string,
  mode: ConnectionRow["mode"],
  at: Date,
): Promise<boolean> {
  const rows = await tx
    .update(connections)
    .set({
      mode,
      nextPollAt: sql`case when ${connections.state} = 'working' then ${at.toISOString()}::timestamptz else ${connections.nextPollAt} end`,
    })
    .where(and(eq(connections.id, connectionId), eq(connections.accountId, accountId), linked))
    .returning({ id: connections.id });
  return rows.length === 1;
}

/** Switches every connection of an account off. The ids of those that were on. */
export async function switchAllOff(tx: Tx, accountId: string): Promise<string[]> {
  const rows = await tx
    .update(connections)
    .set({ mode: "off" })
    .where(and(eq(connections.accountId, accountId), ne(connections.mode, "off"), linked))
    .returning({ id: connections.id });
  return rows.map((row) => row.id);
}

/** Ends a connection, whose keys are then to be destroyed, by `dueAt` at the latest. False when there is none of the account to end. */
export async function markUnlinked(tx: Tx, accountId: string, connectionId: string, at: Date, dueAt: Date): Promise<boolean> {
  const rows = await tx
    .update(connections)
    .set({ state: "unlinked", mode: "off", nextPollAt: dueAt, unlinkedAt: at })
    .where(and(eq(connections.id, connectionId), eq(connections.accountId, accountId), linked))
    .returning({ id: connections.id });
  return rows.length === 1;
}

/** Unlinked connections of an account whose keys may still be there. */
export async function listUndestroyed(tx: Tx, accountId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: connections.id })
    .from(connections)
    .where(and(eq(connections.accountId, accountId), eq(connections.state, "unlinked"), isNotNull(connections.nextPollAt)));
  return rows.map((row) => row.id);
}

/** Forgets the key of an unlinked connection once it is destroyed. False when that was written down before. */
export async function forgetKey(tx: Tx, connectionId: string): Promise<boolean> {
  const rows = await tx
    .update(connections)
    .set({
      keyId: null,
      publicKey: null,
      keyStatement: null,
      earlierKeyId: null,
      earlierKeyStatement: null,
      nextPollAt: null,
      platformUserId: null,
    })
    .where(and(eq(connections.id, connectionId), eq(connections.state, "unlinked"), isNotNull(connections.nextPollAt)))
    .returning({ id: connections.id });
  return rows.length === 1;
}

/** Connections whose next look at the platform is due. */
export async function duePolls(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: connections.id })
    .from(connections)
    .where(and(eq(connections.state, "working"), ne(connections.mode, "off"), lte(connections.nextPollAt, at)))
    .orderBy(asc(connections.nextPollAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Connections in these states whose next step is due. Spelt as the index `connections_due` has it, so that it serves. */
async function dueIn(tx: Tx, states: ConnectionRow["state"][], at: Date, limit: number): Promise<string[]> {
  const waiting = sql`${connections.state} <> 'working' and ${connections.nextPollAt} is not null`;
  const rows = await tx
    .select({ id: connections.id })
    .from(connections)
    .where(and(waiting, inArray(connections.state, states), lte(connections.nextPollAt, at)))
    .orderBy(asc(connections.nextPollAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Connections that still wait for their key. */
export const dueKeys = (tx: Tx, at: Date, limit: number) => dueIn(tx, ["awaiting_key"], at, limit);
/** Connections whose login is to be tried, or tried again: the platform did not answer the last time, or refused it. */
export const dueVerifications = (tx: Tx, at: Date, limit: number) => dueIn(tx, ["verifying", "unreachable", "refused"], at, limit);
/** Unlinked connections whose keys may still be there. */
export const dueDestructions = (tx: Tx, at: Date, limit: number) => dueIn(tx, ["unlinked"], at, limit);

/** Who the member is on the platform. */
export async function keepPlatformUser(tx: Tx, connectionId: string, platformUserId: string): Promise<void> {
  await tx
    .update(connections)
    .set({ platformUserId })
    .where(and(eq(connections.id, connectionId), linked));
}
