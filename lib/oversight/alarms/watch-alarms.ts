import { type Tx, transaction, withLock } from "@/db/client";
import {
  endAlarm,
  hasCheckpointSince,
  hasNewPublicReport,
  hasOpenReport,
  hasUnchained,
  hasWaitingMail,
  hasWaitingRequest,
  openAlarm,
  openKinds,
  serviceSince,
} from "@/db/queries/alarms";
import { newestBackupRuns, newestDone } from "@/db/queries/backup-runs";
import { activeStaff } from "@/db/queries/members";
import { lastWholeComparison } from "@/db/queries/reconcile-runs";
import { permissions } from "@/lib/accounts/permissions";
import { dayMs, hourMs, later, minuteMs, now } from "@/lib/base/clock";
import { checkpointDir } from "@/lib/base/env";
import { log } from "@/lib/base/log";
import { queueMail } from "@/lib/notices/queue-mail";
import { type AlarmKind, alarmKinds } from "@/lib/oversight/alarms/kinds";
import { countOverdueRules } from "@/lib/oversight/retention/read-retention";

const actor = { kind: "system", job: "watch-alarms" } as const;
const ago = (at: Date, ms: number) => later(at, -ms);

/** Whether something that has to be done every so often is late: last done before then, or never, although the service is that old. */
async function isLate(tx: Tx, last: Date | null, before: Date): Promise<boolean> {
  const since = last ?? (await serviceSince(tx));
  return since !== null && since < before;
}

/** When each alarm holds, looked at anew each minute: what is in the database decides, and no process has to have seen it happen. */
const conditions: Record<AlarmKind, (tx: Tx, at: Date) => Promise<boolean>> = {
  "checkpoints-not-kept": async (tx, at) => checkpointDir() !== null && (await hasCheckpointSince(tx, ago(at, 30 * minuteMs))),
  "log-not-chained": (tx, at) => hasUnchained(tx, ago(at, hourMs), ago(at, 5 * minuteMs)),
  "purge-late": async (tx, at) => (await isLate(tx, null, ago(at, 26 * hourMs))) && (await countOverdueRules(tx, at)) > 0,
  "backup-late": async (tx, at) => isLate(tx, (await newestDone(tx, "backup"))?.takenAt ?? null, ago(at, 2 * dayMs)),
  "drill-late": async (tx, at) => isLate(tx, (await newestDone(tx, "drill"))?.finishedAt ?? null, ago(at, 45 * dayMs)),
  "drill-failed": async (tx) => (await newestBackupRuns(tx, 1, "drill"))[0]?.result === "failed",
  "books-not-compared": async (tx, at) => isLate(tx, await lastWholeComparison(tx), ago(at, 60 * hourMs)),
  "mail-waits": (tx, at) => hasWaitingMail(tx, ago(at, hourMs)),
  "requests-wait": (tx, at) => hasWaitingRequest(tx, ago(at, 10 * minuteMs)),
  "report-waits": hasNewPublicReport,
  "login-reported": hasOpenReport,
};

/**
 * The worker's look at the service itself, about once a minute: opens an alarm and tells whoever handles such things by mail, once, in the
 * same transaction; ends it when the cause is gone. Of several workers one looks at a time. A crash leaves the next look to find the same.
 */
export async function watchAlarms(): Promise<void> {
  await withLock("watch-alarms", async () => {
    await transaction(actor, async (tx) => {
      const at = now();
      const open = await openKinds(tx);
      for (const [kind, holds] of Object.entries(conditions) as [AlarmKind, (typeof conditions)[AlarmKind]][]) {
        if (!(await holds(tx, at))) {
          if (open.has(kind) && (await endAlarm(tx, kind, at))) log.info("alarm ended", { kind });
        } else if (!open.has(kind) && (await openAlarm(tx, kind))) await tell(tx, kind);
      }
    });
  });
}

async function tell(tx: Tx, kind: AlarmKind): Promise<void> {
  log.warn("alarm raised", { kind });
  const { title, text } = alarmKinds[kind];
  for (const { id } of await activeStaff(tx, permissions["anomalies.handle"])) {
    await queueMail(tx, { template: "service-alarm", accountId: id, facts: { kind, title, text } });
  }
}
