import { transaction } from "@/db/client";
import { insertAccessLines, type NewAccessLine } from "@/db/queries/access-lines";
import { closeReceipt, eraseBatch, hasWork, openReceipt } from "@/db/queries/purge-receipts";
import { type RetentionId, retentionRules } from "@/db/retention";
import type { RetentionRule } from "@/db/retention-rule";
import { nameOf } from "@/lib/base/actor";
import { hourMs, later, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { point } from "@/lib/base/points";

/** Rows of one transaction: few enough that nothing waits for them noticeably. */
const batch = 2_000;
/** A rule by which nothing was due leaves a receipt no more often than this: what counts is that it was looked at. */
const emptyReceiptEveryMs = 20 * hourMs;
const actor = { kind: "purge" } as const;

/**
 * Erases, rule by rule, all rows whose time is up, in batches of a transaction each, and leaves a receipt for each rule that had any, with a
 * line in the access log (clause 7c). A purge that dies leaves its receipt open with the rows that are gone counted; the next one
 * goes on with it. Two at once share the work, and one of them closes the receipt.
 * @param at what is due by then goes; the database refuses whatever is not due by its own clock
 * @returns how many rows went, by rule; rules without any are left out
 */
export async function purge({
  at = now(),
  signal,
}: {
  at?: Date;
  signal?: AbortSignal;
} = {}): Promise<Partial<Record<RetentionId, number>>> {
  const gone: Partial<Record<RetentionId, number>> = {};
  for (const rule of retentionRules) {
    signal?.throwIfAborted();
    const rows = await purgeBy(rule, at, signal);
    if (rows > 0) gone[rule.id] = rows;
  }
  return gone;
}

/** The same by one rule. @returns how many rows its receipt stands for */
export async function purgeBy(rule: RetentionRule, at: Date, signal?: AbortSignal): Promise<number> {
  const receipt = await transaction(actor, async (tx) =>
    (await hasWork(tx, rule, at, later(at, -emptyReceiptEveryMs))) ? await openReceipt(tx, rule.id, at) : null,
  );
  if (!receipt) return 0;
  for (;;) {
    signal?.throwIfAborted();
    const rows = await transaction(actor, (tx) => eraseBatch(tx, rule, receipt, batch));
    await point("purge.after-batch");
    if (rows < batch) break;
  }
  return await transaction(actor, async (tx) => {
    const rows = await closeReceipt(tx, receipt.id, now());
    if (rows > 0) await insertAccessLines(tx, [lineAbout(rule, rows)]);
    return rows;
  });
}

/** No person acts, and no account's key is within the purge's reach: its lines hold nothing personal. */
function lineAbout({ id: rule }: RetentionRule, rows: number): NewAccessLine {
  const act = { act: "retention.purge", object: `rule:${rule}`, subject: null, reason: "past_its_time", facts: { rows } };
  return { id: newId(), at: now(), actor: nameOf(actor), ...act, personal: null };
}
