import { DateTime } from "@/app/_ui/date-time";
import { StatusBadge } from "@/app/_ui/status-badge";
import { alarmKinds, isAlarmKind } from "@/lib/oversight/alarms/kinds";
import type { AlarmRow } from "@/lib/oversight/alarms/list";
import type { ListColumn } from "../list/staff-list";

/** The columns of alarms, with times in this zone. */
export const alarmColumns = (zone: string): ListColumn<AlarmRow, "since" | "ended">[] => [
  { head: "Alarm", rowHead: true, cell: ({ kind }) => (isAlarmKind(kind) ? alarmKinds[kind].title : kind) },
  {
    head: "What it means",
    prose: true,
    cell: ({ kind }) => (
      <>
        {isAlarmKind(kind) ? alarmKinds[kind].text : ""}
        <span className="block text-soft wrap-anywhere">What to do: docs/operations/runbooks/{kind}.md</span>
      </>
    ),
  },
  { head: "Since", sort: "since", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} /> },
  {
    head: "End",
    sort: "ended",
    cell: ({ endedAt }) => (endedAt ? <DateTime at={endedAt} zone={zone} /> : <span className="text-soft">When its cause is gone</span>),
  },
  {
    head: "State",
    cell: ({ endedAt }) => (endedAt ? <StatusBadge tone="neutral">Ended</StatusBadge> : <StatusBadge tone="bad">Open</StatusBadge>),
  },
];
