import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transaction } from "@/db/client";
import { insertBackupRun } from "@/db/queries/backup-runs";
import { recordAccess } from "@/lib/audit/record-access";
import type { VerifyOptions } from "@/lib/audit/verify-log";
import type { Actor } from "@/lib/base/actor";
import { now } from "@/lib/base/clock";
import type { Backup } from "@/lib/oversight/backups/dump-database";
import { findBackups, openBackup } from "@/lib/oversight/backups/open-backup";
import { type RestoreInto, restore, type Step } from "@/lib/oversight/backups/restore";
import { giveRights, withScratchDatabases } from "@/lib/oversight/backups/scratch-databases";
import { copyBoth, sizeOf } from "@/lib/oversight/backups/take-backup";

export interface DrillOptions {
  /** Where the backups to rehearse with are; null takes one now and deletes it afterwards. */
  from: { main: string; keys: string } | null;
  /** Accounts that were erased, as noted beside the checkpoints. */
  erased: string[];
  /** What to hold the log of this backup against. */
  logOf: (backup: Backup) => Promise<VerifyOptions>;
  step: Step;
}

/**
 * Rehearses a restore: puts a backup back into databases of its own, holds everything in it against its manifest and itself, and drops them.
 * That it was made, how long it took and what came of it is written down, in the database and as a line of the access log.
 * @throws BackupUnfit, or whatever else went wrong, once that is written down.
 */
export async function drillRestore(actor: Extract<Actor, { kind: "host" }>, live: RestoreInto, options: DrillOptions): Promise<void> {
  const startedAt = now();
  let failedAt: string | null = null;
  let backup: Backup | null = null;
  const step: Step = async (name, work) => {
    failedAt = name;
    return await options.step(name, work);
  };
  const temporary = options.from ? null : await mkdtemp(join(tmpdir(), "holdfast-drill-"));
  try {
    const at = options.from ?? { main: temporary ?? "", keys: temporary ?? "" };
    if (temporary) {
      await step("backup", async () => {
        const taken = await copyBoth(actor, live, { to: temporary, keysTo: temporary });
        return { result: null, found: `${sizeOf(taken.main).bytes.toLocaleString("en-US")} bytes` };
      });
    }
    const backups = await step("files held against their manifests", async () => {
      const found = await findBackups(at.main, at.keys);
      backup = await openBackup(found.main, "main");
      const keys = found.keys ? await openBackup(found.keys, "keys") : null;
      const files = backup.manifest.tables.length + (keys?.manifest.tables.length ?? 0);
      return { result: { main: backup, keys }, found: `${files} files, as of ${backup.manifest.takenAt}` };
    });
    const log = await options.logOf(backups.main);
    await withScratchDatabases(live, async (scratch) => {
      await restore(scratch, { ...backups, erased: options.erased, log }, step);
      await step("rights", async () => {
        await giveRights(scratch);
        return { result: null, found: "given" };
      });
    });
    failedAt = null;
  } finally {
    if (temporary) await rm(temporary, { recursive: true, force: true });
    await writeDown(actor, { startedAt, failedAt, backup });
  }
}

async function writeDown(
  actor: Extract<Actor, { kind: "host" }>,
  { startedAt, failedAt, backup }: { startedAt: Date; failedAt: string | null; backup: Backup | null },
): Promise<void> {
  const { rows, bytes } = backup ? sizeOf(backup) : { rows: 0, bytes: 0 };
  const result = failedAt === null ? "done" : "failed";
  await transaction(actor, async (tx) => {
    await insertBackupRun(tx, {
      kind: "drill",
      result,
      failedAt,
      takenAt: backup ? new Date(backup.manifest.takenAt) : null,
      startedAt,
      finishedAt: now(),
      rows,
      bytes,
      logSequence: backup?.manifest.log?.sequence ?? 0,
      digest: backup?.digest ?? null,
    });
    await recordAccess(tx, {
      act: "backup.drill",
      object: "database:scratch",
      subject: null,
      reason: "asked_on_host",
      facts: { result, rows },
    });
  });
}
