import type { ReactNode } from "react";
import { DateTime } from "@/app/_ui/date-time";
import type { Column } from "@/app/_ui/table";
import type { LogLine } from "@/lib/oversight/log/search-log";

/** An id or a name with an id in it, which has to break somewhere. */
const Id = ({ children }: { children: string }) => <code className="text-sm wrap-anywhere">{children}</code>;
const Small = ({ children }: { children: ReactNode }) => <span className="text-sm text-soft">{children}</span>;

function Who({ actor, staff, network }: LogLine) {
  return (
    <span className="grid gap-1">
      {staff ? <span className="wrap-anywhere">{staff} (staff)</span> : <Id>{actor}</Id>}
      {network ? <Small>from {network}</Small> : null}
    </span>
  );
}

function What({ act, reason, facts }: LogLine) {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`);
  return (
    <span className="grid gap-1">
      <code className="text-sm font-semibold">{act}</code>
      <Small>
        because of <code>{reason}</code>
      </Small>
      {told.length > 0 ? <Small>{told.join(", ")}</Small> : null}
    </span>
  );
}

function Whose({ subject, object }: LogLine) {
  return (
    <span className="grid gap-1">
      {subject ? <Id>{subject}</Id> : "Nobody's"}
      {object === `account:${subject}` ? null : <Id>{object}</Id>}
    </span>
  );
}

/** The columns of a search of the log, with times in this zone. */
export function lineColumns(zone: string): Column<LogLine>[] {
  return [
    { head: "When", rowHead: true, cell: ({ at }) => <DateTime at={at} zone={zone} /> },
    { head: "Who", cell: (line) => <Who {...line} /> },
    { head: "What, and why", cell: (line) => <What {...line} /> },
    { head: "Whose, and with what", cell: (line) => <Whose {...line} /> },
    {
      head: "Place",
      align: "end",
      cell: ({ place }) => (place ? <span title={place.hash}>{place.sequence.toLocaleString("en-US")}</span> : "not yet"),
    },
  ];
}
