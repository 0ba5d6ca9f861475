import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accounts, requests } from "@/db/schema";

export async function insertRequest(tx: Tx, row: { accountId: string; kind: string; subjectId: string }): Promise<void> {
  await tx.insert(requests).values(row);
}

/** The oldest waiting requests, locked for this transaction, with the state that their account is in now. Two drains never take the same. */
export async function takeRequests(tx: Tx, limit: number, at: Date) {
  const waiting = await tx
    .select({ id: requests.id, kind: requests.kind, subjectId: requests.subjectId, accountState: accounts.state })
    .from(requests)
    .innerJoin(accounts, eq(accounts.id, requests.accountId))
    .where(isNull(requests.takenAt))
    .orderBy(asc(requests.createdAt))
    .limit(limit)
    .for("update", { of: requests, skipLocked: true });
  const ids = waiting.map((request) => request.id);
  if (ids.length > 0)
    await tx
      .update(requests)
      .set({ takenAt: at })
      .where(and(inArray(requests.id, ids), isNull(requests.takenAt)));
  return waiting;
}
