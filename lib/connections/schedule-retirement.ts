import { keysDb, transaction } from "@/db/client";
import { oldestSuperseded } from "@/db/queries/connection-keys";
import { hastenKeyTask, insertKeyTask } from "@/db/queries/key-tasks";
import { listRootKeys } from "@/db/queries/root-keys";
import { dayMs, later, minuteMs, now } from "@/lib/base/clock";
import { backupDays, earlierKeyMinutes } from "@/lib/vault/key-limits";

const job = "retire-keys";
/** Keys whose time is over and that could not be retired, since a credential of theirs does not open, are looked at again after this. */
const againMs = dayMs;

/** When the next of the superseded keys may go; null when there is none. */
async function nextRetirementAt(): Promise<Date | null> {
  const connectionKey = await oldestSuperseded(keysDb());
  const rootKeys = await listRootKeys(keysDb());
  const times = [
    ...(connectionKey ? [later(connectionKey, earlierKeyMinutes * minuteMs)] : []),
    ...rootKeys.flatMap(({ supersededAt, retiredAt }) => (supersededAt && !retiredAt ? [later(supersededAt, backupDays * dayMs)] : [])),
  ].toSorted((one, other) => one.getTime() - other.getTime());
  const [first] = times;
  if (!first) return null;
  return first > now() ? first : later(now(), againMs);
}

/** Sees to it that superseded keys are retired as soon as they may be. Again changes nothing. */
export async function scheduleRetirement(): Promise<void> {
  const dueAt = await nextRetirementAt();
  if (!dueAt) return;
  await transaction({ kind: "system", job }, async (tx) => {
    if (await insertKeyTask(tx, { kind: "retire", askedBy: `system:${job}`, dueAt })) return;
    await hastenKeyTask(tx, "retire", dueAt);
  });
}
