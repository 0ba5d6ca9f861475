import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { alarmKinds, isAlarmKind } from "@/lib/oversight/alarms/kinds";
import { type AlarmRow, readAlarms } from "@/lib/oversight/alarms/read-alarms";
import { type BackupRun, readBackupRuns } from "@/lib/oversight/backups/read-runs";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";

export const generateMetadata = () => titleFor("console.read", "Service");

const size = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toLocaleString("en-US", { maximumFractionDigits: 1 })} MB`;
const took = ({ startedAt, finishedAt }: BackupRun) => `${((finishedAt.getTime() - startedAt.getTime()) / 1_000).toFixed(1)} s`;

const columnsIn = (zone: string): Column<BackupRun>[] => [
  {
    head: "What",
    rowHead: true,
    cell: ({ kind, takenAt }) =>
      kind === "backup" ? (
        "Backup"
      ) : (
        <>
          Rehearsed restore
          {takenAt ? (
            <span className="block font-normal text-soft">
              of a backup from <DateTime at={takenAt} zone={zone} />
            </span>
          ) : null}
        </>
      ),
  },
  {
    head: "Result",
    cell: ({ result, failedAt, kind }) =>
      result === "failed" ? (
        <>
          <StatusBadge tone="bad">Failed</StatusBadge>
          <span className="block text-soft">At: {failedAt}</span>
        </>
      ) : (
        <StatusBadge tone="good">{kind === "backup" ? "Taken" : "Passed"}</StatusBadge>
      ),
  },
  { head: "Done", cell: ({ finishedAt }) => <DateTime at={finishedAt} zone={zone} /> },
  { head: "Took", align: "end", cell: (run) => <span className="whitespace-nowrap">{took(run)}</span> },
  { head: "Rows", align: "end", cell: ({ rows }) => rows.toLocaleString("en-US") },
  { head: "Size", align: "end", cell: ({ bytes }) => <span className="whitespace-nowrap">{size(bytes)}</span> },
];

const alarmColumnsIn = (zone: string): Column<AlarmRow>[] => [
  { head: "Alarm", rowHead: true, cell: ({ kind }) => (isAlarmKind(kind) ? alarmKinds[kind].title : kind) },
  {
    head: "What it means",
    cell: ({ kind }) => (
      <>
        {isAlarmKind(kind) ? alarmKinds[kind].text : ""}
        <span className="block text-soft wrap-anywhere">What to do: docs/operations/runbooks/{kind}.md</span>
      </>
    ),
  },
  { head: "Since", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} /> },
  {
    head: "State",
    cell: ({ endedAt }) =>
      endedAt ? (
        <>
          <StatusBadge tone="neutral">Ended</StatusBadge>
          <span className="block text-soft">
            <DateTime at={endedAt} zone={zone} />
          </span>
        </>
      ) : (
        <StatusBadge tone="bad">Open</StatusBadge>
      ),
  },
];

export default async function ServicePage() {
  const staff = await requireStaff("console.read");
  const actor = staffActor(staff);
  const [runs, alarms, zone] = await Promise.all([readBackupRuns(actor), readAlarms(actor), readTimeZone(staff.accountId)]);
  return (
    <Stack>
      <PageHeader
        title="Service"
        lead="What the service notices about itself, looked at each minute and told once by mail; and whether it could be put back, should everything be lost."
      />
      {alarms.length === 0 ? (
        <EmptyState title="No alarm">
          Checkpoints that are not kept, a purge or a backup that is late, mail that does not go out and the like appear here, each with its
          runbook. An alarm ends by itself when its cause is gone.
        </EmptyState>
      ) : (
        <Table caption="Alarms, open ones first" columns={alarmColumnsIn(zone)} rows={alarms} rowKey={({ id }) => id} />
      )}
      {runs.length === 0 ? (
        <EmptyState title="No backup has been taken yet">
          On the host: <code>npm run operator -- backup --to DIRECTORY</code> takes one, <code>npm run operator -- drill restore</code>{" "}
          rehearses putting it back. Both belong on a timer: a backup each day, a rehearsal each month.
        </EmptyState>
      ) : (
        <Table caption="Backups and rehearsed restores, newest first" columns={columnsIn(zone)} rows={runs} rowKey={({ id }) => id} />
      )}
    </Stack>
  );
}
