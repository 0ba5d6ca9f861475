import { DateTime } from "@/app/_ui/date-time";
import { StatusBadge } from "@/app/_ui/status-badge";
import type { BackupRun } from "@/lib/oversight/backups/list";
import type { ListColumn } from "../list/staff-list";

const size = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toLocaleString("en-US", { maximumFractionDigits: 1 })} MB`;
const took = ({ startedAt, finishedAt }: BackupRun) => `${((finishedAt.getTime() - startedAt.getTime()) / 1_000).toFixed(1)} s`;

function What({ run: { kind, takenAt }, zone }: { run: BackupRun; zone: string }) {
  if (kind === "backup") return "Backup";
  return (
    <>
      Rehearsed restore
      {takenAt ? (
        <span className="block font-normal text-soft">
          of a backup from <DateTime at={takenAt} zone={zone} />
        </span>
      ) : null}
    </>
  );
}

function Result({ result, failedAt, kind }: BackupRun) {
  if (result === "done") return <StatusBadge tone="good">{kind === "backup" ? "Taken" : "Passed"}</StatusBadge>;
  return (
    <>
      <StatusBadge tone="bad">Failed</StatusBadge>
      <span className="block text-soft">At: {failedAt}</span>
    </>
  );
}

/** The columns of backups and rehearsed restores, with times in this zone. */
export const runColumns = (zone: string): ListColumn<BackupRun, "done" | "took" | "size">[] => [
  { head: "What", rowHead: true, cell: (run) => <What run={run} zone={zone} /> },
  { head: "Result", cell: Result },
  { head: "Done", sort: "done", cell: ({ finishedAt }) => <DateTime at={finishedAt} zone={zone} /> },
  { head: "Took", align: "end", sort: "took", cell: (run) => <span className="whitespace-nowrap">{took(run)}</span> },
  { head: "Rows", align: "end", cell: ({ rows }) => rows.toLocaleString("en-US") },
  { head: "Size", align: "end", sort: "size", cell: ({ bytes }) => <span className="whitespace-nowrap">{size(bytes)}</span> },
];
