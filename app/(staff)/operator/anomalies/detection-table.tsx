import { Disclosure } from "@/app/_ui/disclosure";
import { type Column, Table } from "@/app/_ui/table";
import detection from "@/lib/oversight/anomalies/detection.json";
import { titleOf } from "./texts";

type Figures = (typeof detection.rules)[number];
const columns: Column<Figures>[] = [
  { head: "Rule", rowHead: true, cell: ({ rule }) => titleOf(rule) },
  { head: "Attacks", align: "end", cell: ({ attacks }) => String(attacks) },
  { head: "Caught", align: "end", cell: ({ caught }) => String(caught) },
  { head: "Missed", align: "end", cell: ({ missed }) => String(missed) },
  { head: "Half caught within", align: "end", cell: ({ medianMinutes }) => (medianMinutes === null ? "–" : `${medianMinutes} min`) },
  { head: "False in 14 days", align: "end", cell: ({ falseInFortnight }) => String(falseInFortnight) },
];

/** How the rules do on seeded traces, as scripts/prove/anomalies has found it. */
export function DetectionTable() {
  return (
    <Disclosure summary="How well the rules see">
      <p className="text-soft">
        Played attacks of every size, from what hides in everyday use to what nobody could miss, among a made-up fortnight of a thousand
        members. What is missed is mostly slow or small. The figures are made anew by each run of the tests.
      </p>
      <Table caption="What each rule catches and misses" columns={columns} rows={detection.rules} rowKey={({ rule }) => rule} />
    </Disclosure>
  );
}
