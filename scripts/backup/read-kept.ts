import { readCheckpoint } from "@/lib/audit/signed-notes";
import type { VerifyOptions } from "@/lib/audit/verify-log";
import { checkpointDir } from "@/lib/base/env";
import { readErasures } from "@/lib/membership/note-erasures";
import type { Backup } from "@/lib/oversight/backups/dump-database";
import { readKept, readKeys } from "@/scripts/log-verify/read-evidence";

/** What is kept outside the database: checkpoints of the access log, and notes of the accounts that were erased. */
export interface KeptOutside {
  erased: string[];
  /** The checkpoints that a backup can be held against: newer ones speak of lines that it cannot have. */
  logOf: (backup: Backup) => Promise<VerifyOptions>;
}

/**
 * @param given a directory, or CHECKPOINT_DIR; where there is neither, nothing is held against anything kept, and no erasure is known
 * @param keyFile the log's public key, from elsewhere than the database
 */
export async function readKeptOutside(given: string | undefined, keyFile: string | undefined): Promise<KeptOutside> {
  const directory = given ?? checkpointDir();
  const kept = directory === null ? [] : readKept([directory]);
  const keys = keyFile ? readKeys(keyFile) : null;
  return {
    erased: directory === null ? [] : await readErasures(directory),
    logOf: async ({ manifest }) => {
      const sequence = manifest.log?.sequence ?? 0;
      const read = await Promise.all(kept.map(async (one) => ({ one, note: await readCheckpoint(one.jws, null) })));
      return { keys, kept: read.filter(({ note }) => !note || note.sequence <= sequence).map(({ one }) => one) };
    },
  };
}
