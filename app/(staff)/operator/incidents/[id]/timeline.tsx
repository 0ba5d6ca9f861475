import { DateTime } from "@/app/_ui/date-time";
import { Section } from "@/app/_ui/section";
import { type Column, Table } from "@/app/_ui/table";
import type { Incident } from "@/lib/oversight/incidents/read-incidents";
import { entryName, factsText } from "../names";

type Entry = Incident["entries"][number];

const columnsIn = (zone: string): Column<Entry>[] => [
  { head: "When", cell: ({ at }) => <DateTime at={at} zone={zone} /> },
  { head: "What", rowHead: true, cell: ({ kind }) => entryName(kind) },
  {
    head: "How",
    cell: ({ text, facts }) => (
      <span className="wrap-break-word">
        {text}
        {text && Object.keys(facts).length > 0 ? " " : null}
        <span className="text-soft">{factsText(facts)}</span>
      </span>
    ),
  },
  { head: "By", cell: ({ by }) => <span className="wrap-break-word">{by}</span> },
];

/** Every step, oldest first. Nobody alters it. */
export function Timeline({ entries, zone }: { entries: Entry[]; zone: string }) {
  return (
    <Section title="Timeline" lead="Every step with who took it. It can be added to and not altered, by no role of the database.">
      <Table caption="Timeline, oldest first" columns={columnsIn(zone)} rows={entries} rowKey={({ id }) => id} />
    </Section>
  );
}
