import { keysDb, transaction, withLock } from "@/db/client";
import { connectionsWithOlder, countOlder, countWrappedByOthers } from "@/db/queries/connection-keys";
import { beginKeyTask, type KeyTask, noteKeyTask } from "@/db/queries/key-tasks";
import { findRootKey, supersedeRootsBefore } from "@/db/queries/root-keys";
import { recordAccess } from "@/lib/audit/record-access";
import { later, minuteMs, now, secondMs } from "@/lib/base/clock";
import { retireConnectionKeys } from "@/lib/connections/retire-keys";
import { rotateConnectionKey } from "@/lib/connections/rotate-connection-key";
import { scheduleRetirement } from "@/lib/connections/schedule-retirement";
import { retireRootKeys } from "@/lib/vault/retire-root-keys";
import { rewrapKeys } from "@/lib/vault/rewrap-keys";
import { makeRoot, requireRoot } from "@/lib/vault/root-keys";
import { writeKeyStatus } from "@/lib/vault/write-key-status";

const job = "key-task";
/** A job hands a long task on to the next one after this, well before the job store takes it for dead. */
const sliceMs = 40 * secondMs;
const atOnce = 8;
const batch = 100;

type Progress = Parameters<typeof noteKeyTask>[2];
interface Slice {
  task: KeyTask;
  /** Writes down how far the task has come. False when its time is over for now. */
  note(progress: Progress): Promise<boolean>;
}
/** What became of a slice. `frozen`: no login may be opened now, so that the rest waits until staff lift the freeze. */
type Outcome = "ended" | "time_over" | "frozen";
const steps: Record<KeyTask["kind"], (slice: Slice) => Promise<Outcome>> = {
  "rotate-root": rotateRoot,
  "rotate-connections": rotateConnections,
  retire,
};

/**
 * Job: goes on with what the worker was asked to do with keys. Every step may be done again, and what remains is read from the keys
 * themselves, so a worker that dies at any line leaves a task that the next one finishes. Service goes on meanwhile. While the vault is
 * frozen a rotation of connections' keys stays open, and is tried again every minute.
 */
export async function runKeyTask(taskId: string): Promise<void> {
  await withLock(`key-task:${taskId}`, async () => {
    const task = await transaction({ kind: "system", job }, (tx) => beginKeyTask(tx, taskId, now(), later(now(), minuteMs)));
    if (!task) return;
    if (task.total === null) await begin(task);
    const endsAt = Date.now() + sliceMs;
    const note = async (progress: Progress) => {
      await transaction({ kind: "system", job }, (tx) => noteKeyTask(tx, task.id, { ...progress, nextStepAt: later(now(), minuteMs) }));
      return Date.now() < endsAt;
    };
    const outcome = await steps[task.kind]({ task, note });
    const nextStepAt = outcome === "frozen" ? later(now(), minuteMs) : now();
    await (outcome === "ended" ? finish(task) : transaction({ kind: "system", job }, (tx) => noteKeyTask(tx, task.id, { nextStepAt })));
    await scheduleRetirement();
    await writeKeyStatus();
  });
}

async function begin(task: KeyTask): Promise<void> {
  task.total = task.kind === "rotate-connections" ? await countOlder(keysDb(), task.createdAt) : 0;
  await transaction({ kind: "system", job }, (tx) => noteKeyTask(tx, task.id, { total: task.total }));
}

async function finish({ id, kind }: KeyTask): Promise<void> {
  await transaction({ kind: "system", job }, async (tx) => {
    await noteKeyTask(tx, id, { finishedAt: now(), nextStepAt: null });
    await recordAccess(tx, { act: `key-task.finish`, object: `key-task:${id}`, subject: null, reason: kind });
  });
}

async function newRootOf({ task, note }: Slice): Promise<string> {
  if (task.newKeyId) return await requireRoot(task.newKeyId);
  const keyId = await makeRoot();
  await note({ newKeyId: keyId, total: await countWrappedByOthers(keysDb(), keyId) });
  return keyId;
}

async function rotateRoot(slice: Slice): Promise<Outcome> {
  const keyId = await newRootOf(slice);
  let { done } = slice.task;
  const { ended, damaged } = await rewrapKeys(keyId, async (rewrapped) => {
    done += rewrapped;
    return await slice.note({ done });
  });
  const root = await findRootKey(keysDb(), keyId);
  if (ended && damaged === 0 && root) await supersedeRootsBefore(keysDb(), root.version, now());
  await slice.note({ failed: damaged });
  return ended ? "ended" : "time_over";
}

async function rotateConnections({ task, note }: Slice): Promise<Outcome> {
  const before = task.createdAt;
  let after: string | null = null;
  let left = 0;
  for (;;) {
    const ids = await connectionsWithOlder(keysDb(), before, after, batch);
    if (ids.length === 0) break;
    after = ids.at(-1) ?? null;
    const batchOutcome = await rotateAll(ids, before);
    left += batchOutcome.left;
    const remaining = await countOlder(keysDb(), before);
    const goOn = await note({ done: Math.max(0, (task.total ?? 0) - remaining) });
    if (batchOutcome.frozen) return "frozen";
    if (!goOn) return "time_over";
  }
  await note({ failed: left });
  return "ended";
}

/** @returns how many could not be rotated, and whether the vault was found frozen, after which no more were tried */
async function rotateAll(ids: string[], madeBefore: Date): Promise<{ left: number; frozen: boolean }> {
  const waiting = [...ids];
  let left = 0;
  let frozen = false;
  async function work(): Promise<void> {
    for (let id = waiting.shift(); id; id = waiting.shift()) {
      const rotated = await rotateConnectionKey(id, madeBefore);
      if (rotated === "unreadable" || rotated === "busy") left += 1;
      if (rotated === "frozen") {
        frozen = true;
        waiting.length = 0;
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return { left, frozen };
}

async function retire({ task, note }: Slice): Promise<Outcome> {
  let { done } = task;
  for (;;) {
    const { retired, kept } = await retireConnectionKeys();
    done += retired;
    const goOn = await note({ done, total: done + kept, failed: kept });
    if (retired === 0) break;
    if (!goOn) return "time_over";
  }
  const roots = await retireRootKeys();
  await note({ done: done + roots });
  return "ended";
}
