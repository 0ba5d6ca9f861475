import { DateTime } from "@/app/_ui/date-time";
import { StatusBadge } from "@/app/_ui/status-badge";
import { now } from "@/lib/base/clock";
import type { KeyTask } from "@/lib/oversight/read-keys";
import type { ListColumn } from "../list/staff-list";

export const kindNames: Record<KeyTask["kind"], string> = {
  "rotate-root": "Rotate the root key",
  "rotate-connections": "Rotate connections' keys",
  retire: "Retire replaced keys",
};

/** Whether a task is being done, or about to be: a retirement may wait for days. */
export const isUnderWay = ({ startedAt, finishedAt, nextStepAt }: KeyTask) =>
  finishedAt === null && (startedAt !== null || (nextStepAt !== null && nextStepAt <= now()));

const askers: Record<string, string> = { host: "On the host", staff: "By staff", system: "By the worker" };

function Progress({ task }: { task: KeyTask }) {
  const { done, failed, total, finishedAt } = task;
  const left = failed > 0 ? `, ${failed} left as they were` : "";
  if (finishedAt) return `${done} done${left}`;
  return (
    <>
      <progress className="w-full" aria-label={kindNames[task.kind]} max={Math.max(total ?? 1, 1)} value={Math.min(done, total ?? 0)} />
      <span className="tabular-nums">
        {done} of {total ?? "?"}
        {left}
      </span>
    </>
  );
}

/** The columns of rotations and retirements, with times in this zone. */
export const taskColumns = (zone: string): ListColumn<KeyTask, "asked" | "keys">[] => [
  { head: "What", rowHead: true, cell: ({ kind }) => kindNames[kind] },
  { head: "Asked for", sort: "asked", cell: ({ askedBy, createdAt }) => <Asked by={askedBy} at={createdAt} zone={zone} /> },
  { head: "Done", sort: "keys", cell: (task) => (task.startedAt ? <Progress task={task} /> : "Not yet") },
  { head: "State", cell: (task) => <State task={task} zone={zone} /> },
];

function Asked({ by, at, zone }: { by: string; at: Date; zone: string }) {
  return (
    <>
      {askers[by.split(":")[0] ?? ""] ?? by} on <DateTime at={at} zone={zone} />
    </>
  );
}

function State({ task, zone }: { task: KeyTask; zone: string }) {
  if (task.finishedAt) return <StatusBadge tone={task.failed > 0 ? "warn" : "good"}>Finished</StatusBadge>;
  if (isUnderWay(task)) return <StatusBadge tone="info">Under way</StatusBadge>;
  return task.nextStepAt ? (
    <>
      From <DateTime at={task.nextStepAt} zone={zone} />
    </>
  ) : null;
}
