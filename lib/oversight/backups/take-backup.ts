import { transaction } from "@/db/client";
import { insertBackupRun } from "@/db/queries/backup-runs";
import { recordAccess } from "@/lib/audit/record-access";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import { dropOldKeys } from "@/lib/oversight/backups/drop-old-keys";
import { type Backup, dumpDatabase } from "@/lib/oversight/backups/dump-database";
import type { RestoreInto } from "@/lib/oversight/backups/restore";

export const sizeOf = ({ manifest: { tables } }: Backup) => ({
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
});

export interface BackupPair {
  main: Backup;
  keys: Backup;
}
const line = { object: "database:all", subject: null, reason: "asked_on_host" };

/** Copies both databases, each as of one moment. That it is begun is a line of the access log; it comes first, so that no copy goes unrecorded. */
export async function copyBoth(
  actor: Extract<Actor, { kind: "host" }>,
  from: RestoreInto,
  { to, keysTo }: { to: string; keysTo: string },
): Promise<BackupPair> {
  await transaction(actor, (tx) => recordAccess(tx, { act: "backup.begin", ...line }));
  const main = await dumpDatabase("main", { url: from.main, db: from.db, to });
  return { main, keys: await dumpDatabase("keys", { url: from.keys, db: from.db, to: keysTo }) };
}

/**
 * Takes a backup of the main database, and one of the keys database, each of one moment and in a directory of its own, and writes down that
 * it was done, with the digest of each manifest. The keys come second, so that what the main one knows can be opened; backups of the keys
 * that are older than seven days are deleted.
 */
export async function takeBackup(
  actor: Extract<Actor, { kind: "host" }>,
  from: RestoreInto,
  at: { to: string; keysTo: string },
): Promise<BackupPair & { dropped: string[] }> {
  const startedAt = now();
  const { main, keys } = await copyBoth(actor, from, at);
  const dropped = await dropOldKeys(at.keysTo, now());
  const { rows, bytes } = sizeOf(main);
  await transaction(actor, async (tx) => {
    await insertBackupRun(tx, {
      kind: "backup",
      result: "done",
      failedAt: null,
      takenAt: new Date(main.manifest.takenAt),
      startedAt,
      finishedAt: now(),
      rows,
      bytes,
      logSequence: main.manifest.log?.sequence ?? 0,
      digest: main.digest,
    });
    await recordAccess(tx, { act: "backup.take", ...line, facts: { rows, main: main.digest, keys: keys.digest } });
  });
  return { main, keys, dropped };
}
