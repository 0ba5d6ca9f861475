import { and, eq, gt, isNotNull, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { KeyTask, KeyTaskKind } from "@/db/queries/key-tasks";
import { keyset } from "@/db/queries/keyset";
import { keyTasks } from "@/db/schema";
import type { Page } from "@/lib/base/paging";

const k = keyTasks;
const sorts = { asked: k.createdAt, keys: k.done } as const;

export type KeyTaskFilter = Page<keyof typeof sorts> & {
  kind: KeyTaskKind | null;
  /** Those under way, and those that wait for their day, have not ended; of those that ended, some left keys as they were. */
  state: "open" | "finished" | "failed" | null;
};

/** What the worker is, or was, asked to do with keys, a page at a time. */
export async function listKeyTaskRows(tx: Tx, filter: KeyTaskFilter): Promise<KeyTask[]> {
  const { kind, state, sort, limit } = filter;
  const { past, order, turned } = keyset({ table: k, id: k.id, by: sorts[sort] }, filter);
  const inState = { open: isNull(k.finishedAt), finished: isNotNull(k.finishedAt), failed: and(isNotNull(k.finishedAt), gt(k.failed, 0)) };
  const rows = await tx
    .select()
    .from(k)
    .where(and(kind ? eq(k.kind, kind) : undefined, state ? inState[state] : undefined, past))
    .orderBy(...order)
    .limit(limit);
  return turned(rows);
}
