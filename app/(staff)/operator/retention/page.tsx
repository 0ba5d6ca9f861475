import { DateTime } from "@/app/_ui/date-time";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { keptOtherwise } from "@/lib/oversight/retention/kept-otherwise";
import { type Kept, latelyDays, readRetention } from "@/lib/oversight/retention/read-retention";
import { readTimeZone } from "@/lib/schedule/read-schedule";

import { requireStaff, staffActor, titleFor } from "@/lib/web/session";

export const generateMetadata = () => titleFor("console.read", "Retention");

const columnsIn = (zone: string): Column<Kept>[] => [
  { head: "What", rowHead: true, cell: ({ what }) => what },
  { head: "Kept for", prose: true, cell: ({ keptFor }) => keptFor },
  { head: `Erased in ${latelyDays} days`, cell: ({ rowsLately }) => rowsLately.toLocaleString("en-US") },
  { head: "Last gone through", cell: ({ lastAt }) => (lastAt ? <DateTime at={lastAt} zone={zone} /> : "Never") },
  {
    head: "State",
    cell: ({ isOverdue }) => (isOverdue ? <StatusBadge tone="bad">Overdue</StatusBadge> : <StatusBadge tone="good">Kept to</StatusBadge>),
  },
];

const otherColumns: Column<(typeof keptOtherwise)[number]>[] = [
  { head: "What else", rowHead: true, cell: ({ what }) => what },
  { head: "How long", prose: true, cell: ({ how }) => how },
];

export default async function RetentionPage() {
  const staff = await requireStaff("console.read");
  const [rows, zone] = await Promise.all([readRetention(staffActor(staff)), readTimeZone(staff.accountId)]);
  return (
    <Stack>
      <PageHeader
        title="Retention"
        lead="How long each kind of data is kept. The purge, a process of its own, erases what is past its time every hour; the database lets it touch nothing younger."
      />
      <Table caption="What is kept for a time" columns={columnsIn(zone)} rows={rows} rowKey={({ id }) => id} />
      <Table caption="What is kept otherwise" columns={otherColumns} rows={keptOtherwise} rowKey={({ what }) => what} />
    </Stack>
  );
}
