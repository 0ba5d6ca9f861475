import { join, resolve } from "node:path";
import { drillRestore } from "@/lib/oversight/backups/drill-restore";
import { BackupUnfit } from "@/lib/oversight/backups/open-backup";
import type { RestoreInto } from "@/lib/oversight/backups/restore";
import { sizeOf, takeBackup } from "@/lib/oversight/backups/take-backup";
import { readKeptOutside } from "@/scripts/backup/read-kept";
import { tellSteps } from "@/scripts/backup/tell-steps";
import { Failure } from "@/scripts/failure";
import type { Command } from "@/scripts/operator/command";
import { root } from "@/scripts/root";

/** Both databases as their owner, whom these commands need besides the worker's settings. */
function ownedDatabases(): RestoreInto {
  const { DATABASE_URL: main, KEYS_OWNER_DATABASE_URL: keys } = process.env;
  if (!main || !keys) throw new Failure("DATABASE_URL and KEYS_OWNER_DATABASE_URL are needed besides the worker's settings.");
  return { main, keys, db: join(root, "db") };
}

/** Backups, and the proof that they can be put back. */
export const backupCommands = {
  backup: {
    takes: [],
    flags: ["to", "keys-to"],
    does: "copy both databases into new directories under --to",
    run: async (actor, _first, _second, flags) => {
      if (!flags.to) throw new Failure("Say where to: npm run operator -- backup --to DIRECTORY [--keys-to DIRECTORY]");
      const to = resolve(flags.to);
      const { main, keys, dropped } = await takeBackup(actor, ownedDatabases(), { to, keysTo: resolve(flags["keys-to"] ?? to) });
      const lines = [main, keys].map((backup) => {
        const { rows, bytes } = sizeOf(backup);
        return `${backup.directory}: ${rows.toLocaleString("en-US")} rows, ${bytes.toLocaleString("en-US")} bytes\n  manifest ${backup.digest}`;
      });
      const old = dropped.length === 0 ? [] : [`Deleted ${dropped.length} backups of the keys that were older than seven days.`];
      return [...lines, ...old, `Rehearse it: npm run operator -- drill restore --from ${main.directory}`].join("\n");
    },
  },
  drill: {
    takes: ["restore"],
    flags: ["from", "keys-from", "checkpoint", "key"],
    does: "rehearse a restore in a scratch database, and drop it",
    run: async (actor, what, _second, flags) => {
      if (what !== "restore") throw new Failure("There is one drill on the host: npm run operator -- drill restore");
      const { erased, logOf } = await readKeptOutside(flags.checkpoint, flags.key);
      const from = flags.from ? { main: resolve(flags.from), keys: resolve(flags["keys-from"] ?? flags.from) } : null;
      const began = performance.now();
      try {
        await drillRestore(actor, ownedDatabases(), { from, erased, logOf, step: tellSteps });
      } catch (thrown) {
        if (thrown instanceof BackupUnfit) throw new Failure(`DRILL failed: ${thrown.message}`);
        throw thrown;
      }
      return `${((performance.now() - began) / 1_000).toFixed(2).padStart(7)} s  in all\nDRILL passed: the backup can be put back.`;
    },
  },
} satisfies Record<string, Command>;
