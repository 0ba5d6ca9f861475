import { type Tx, transaction } from "@/db/client";
import { findKeyTask, isRotationFrozen, type KeyStatusRow, type KeyTask, listKeyTasks, readKeyStatus } from "@/db/queries/key-tasks";
import { requirePermission } from "@/lib/accounts/require-permission";
import type { Actor } from "@/lib/base/actor";
import { dayMs, later } from "@/lib/base/clock";
import { connectionKeyDueDays, rootKeyDueDays } from "@/lib/vault/key-limits";

type Reader = Extract<Actor, { kind: "staff" | "host" }>;

export type { KeyTask };
export type RootKey = KeyStatusRow["roots"][number];
export interface Keys {
  /** As the worker last wrote it down; null before it has. */
  status: KeyStatusRow | null;
  /** The root key in use. */
  current: RootKey | null;
  /** The lowest version of a root key that still opens anything. */
  minimumVersion: number | null;
  /** When each kind of key is due to be rotated; null where there is none. */
  rootDueAt: Date | null;
  connectionsDueAt: Date | null;
  /** The latest ten, newest first. */
  tasks: KeyTask[];
  /** Whether rotating connections' keys waits for the end of a freeze of the vault. */
  rotationFrozen: boolean;
}

/** Since when a root key has been there: since it was made where that is known, else since the worker registered it. */
export function ageOf({ madeAt, registeredAt }: RootKey): { known: "made" | "registered"; since: Date } {
  return madeAt === null ? { known: "registered", since: new Date(registeredAt) } : { known: "made", since: new Date(madeAt) };
}

function dueDates(status: KeyStatusRow | null) {
  const current = status?.roots[0] ?? null;
  const oldest = status?.oldestConnectionKeyAt ?? null;
  return {
    current,
    rootDueAt: current ? later(ageOf(current).since, rootKeyDueDays * dayMs) : null,
    connectionsDueAt: oldest ? later(oldest, connectionKeyDueDays * dayMs) : null,
  };
}

/** How many of the two kinds of keys are past the date at which they are to be rotated. */
export async function countKeysDue(tx: Tx, at: Date): Promise<number> {
  const { rootDueAt, connectionsDueAt } = dueDates(await readKeyStatus(tx));
  return [rootDueAt, connectionsDueAt].filter((due) => due !== null && due <= at).length;
}

/** How the keys stand: ages, versions, due dates, and what is being done with them. @throws AppError forbidden. */
export async function readKeys(actor: Reader): Promise<Keys> {
  return await transaction(actor, async (tx) => {
    await requirePermission(tx, actor, "keys.read");
    const status = await readKeyStatus(tx);
    const { current, rootDueAt, connectionsDueAt } = dueDates(status);
    const usable = status?.roots.filter(({ retiredAt }) => retiredAt === null).map(({ version }) => version) ?? [];
    return {
      status,
      current,
      minimumVersion: usable.length > 0 ? Math.min(...usable) : null,
      rootDueAt,
      connectionsDueAt,
      tasks: await listKeyTasks(tx, 10),
      rotationFrozen: await isRotationFrozen(tx),
    };
  });
}

/** One task as it stands now. */
export async function readKeyTask(actor: Reader, id: string): Promise<KeyTask | null> {
  return await transaction(actor, (tx) => findKeyTask(tx, id));
}
