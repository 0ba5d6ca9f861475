import { DateTime } from "@/app/_ui/date-time";
import type { Column } from "@/app/_ui/table";
import type { LogLine } from "@/lib/oversight/log/search-log";

const Code = ({ children }: { children: string }) => <code className="text-sm wrap-anywhere">{children}</code>;

function Details({ object, facts }: Pick<LogLine, "object" | "facts">) {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`);
  return (
    <span className="grid gap-1">
      <Code>{object}</Code>
      {told.length > 0 ? <span className="text-sm text-soft wrap-anywhere">{told.join(", ")}</span> : null}
    </span>
  );
}

/** The columns of a search of the log, with times in this zone. */
export function lineColumns(zone: string): Column<LogLine>[] {
  return [
    { head: "When", rowHead: true, cell: ({ at }) => <DateTime at={at} zone={zone} /> },
    {
      head: "Who",
      cell: ({ actor, staff, network }) => (
        <span className="grid gap-1">
          {staff ? <span className="wrap-anywhere">{staff} (staff)</span> : <Code>{actor}</Code>}
          {network ? <span className="text-sm text-soft">from {network}</span> : null}
        </span>
      ),
    },
    { head: "What", cell: ({ act }) => <Code>{act}</Code> },
    { head: "Whose", cell: ({ subject }) => (subject ? <Code>{subject}</Code> : "nobody's") },
    { head: "Why", cell: ({ reason }) => <Code>{reason}</Code> },
    { head: "With what", cell: ({ object, facts }) => <Details object={object} facts={facts} /> },
    {
      head: "Place",
      align: "end",
      cell: ({ place }) => (place ? <span title={place.hash}>{place.sequence.toLocaleString("en-US")}</span> : "not yet"),
    },
  ];
}
