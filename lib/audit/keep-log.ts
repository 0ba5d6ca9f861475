import { buryOldLines } from "@/lib/audit/bury-lines";
import { exportCheckpoints } from "@/lib/audit/export-checkpoints";
import { signCheckpoint } from "@/lib/audit/sign-checkpoint";

/**
 * What the access log needs besides its lines, about once a minute: a checkpoint where one is due, written elsewhere; what is too old
 * dropped. Each part is tried although another fails; the first failure is thrown afterwards.
 */
export async function keepLog(): Promise<void> {
  const failures: unknown[] = [];
  for (const part of [signCheckpoint, exportCheckpoints, buryOldLines]) {
    await part().catch((thrown: unknown) => failures.push(thrown));
  }
  if (failures.length > 0) throw failures[0];
}
