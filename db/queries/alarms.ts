import { and, asc, eq, gt, isNull, lt, notExists, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import {
  accessChain,
  accessLines,
  accounts,
  alarms,
  checkpointExports,
  checkpoints,
  outbox,
  publicReports,
  reports,
  requests,
} from "@/db/schema";

export type AlarmRow = typeof alarms.$inferSelect;

/** Opens an alarm. False when one of the kind is open already: of several workers one tells of it. */
export async function openAlarm(tx: Tx, kind: string): Promise<boolean> {
  const rows = await tx.insert(alarms).values({ kind }).onConflictDoNothing().returning({ id: alarms.id });
  return rows.length === 1;
}

/** Ends the open alarm of a kind. False when there is none. */
export async function endAlarm(tx: Tx, kind: string, at: Date): Promise<boolean> {
  const rows = await tx
    .update(alarms)
    .set({ endedAt: at })
    .where(and(eq(alarms.kind, kind), isNull(alarms.endedAt)))
    .returning({ id: alarms.id });
  return rows.length === 1;
}

export async function openKinds(tx: Tx): Promise<Set<string>> {
  const rows = await tx.select({ kind: alarms.kind }).from(alarms).where(isNull(alarms.endedAt));
  return new Set(rows.map(({ kind }) => kind));
}

export const countOpenAlarms = (tx: Tx): Promise<number> => tx.$count(alarms, isNull(alarms.endedAt));

/** When the first account was made; null for a service that nobody has joined. */
export async function serviceSince(tx: Tx): Promise<Date | null> {
  const [row] = await tx.select({ at: accounts.createdAt }).from(accounts).orderBy(asc(accounts.id)).limit(1);
  return row?.at ?? null;
}

async function isAny(tx: Tx, table: Parameters<Tx["$count"]>[0], condition: Parameters<Tx["$count"]>[1]): Promise<boolean> {
  const [row] = await tx.execute<{ found: boolean }>(sql`select exists (select 1 from ${table} where ${condition}) as found`);
  return row?.found ?? false;
}

/** Whether a checkpoint that was signed before a moment has not been written elsewhere. */
export const hasCheckpointSince = (tx: Tx, before: Date): Promise<boolean> =>
  isAny(
    tx,
    checkpoints,
    and(
      lt(checkpoints.signedAt, before),
      notExists(
        tx.select({ number: checkpointExports.number }).from(checkpointExports).where(eq(checkpointExports.number, checkpoints.number)),
      ),
    ),
  );

/** Whether a line of the log that was made between two moments has no place in the chain. */
export const hasUnchained = (tx: Tx, from: Date, before: Date): Promise<boolean> =>
  isAny(
    tx,
    accessLines,
    and(
      sql`${accessLines.at} > ${from.toISOString()}::timestamptz`,
      lt(accessLines.at, before),
      notExists(tx.select({ id: accessChain.lineId }).from(accessChain).where(eq(accessChain.lineId, accessLines.id))),
    ),
  );

/** Whether a mail from before a moment waits, while none at all has gone out since: a single address that takes none is no alarm. */
export const hasWaitingMail = async (tx: Tx, before: Date): Promise<boolean> =>
  (await isAny(tx, outbox, and(isNull(outbox.sentAt), isNull(outbox.givenUpAt), isNull(outbox.digestAt), lt(outbox.createdAt, before)))) &&
  !(await isAny(tx, outbox, gt(outbox.sentAt, before)));

/** Whether a request of web's from before a moment has not been taken. */
export const hasWaitingRequest = (tx: Tx, before: Date): Promise<boolean> =>
  isAny(tx, requests, and(isNull(requests.takenAt), lt(requests.createdAt, before)));

/** Whether a report from outside has not been looked at by anybody. */
export const hasNewPublicReport = (tx: Tx): Promise<boolean> =>
  isAny(tx, publicReports, and(isNull(publicReports.closedAt), eq(publicReports.state, "received")));

/** Whether a member's report of a login that was not theirs has not been dealt with. */
export const hasOpenReport = (tx: Tx): Promise<boolean> => isAny(tx, reports, isNull(reports.handledAt));
