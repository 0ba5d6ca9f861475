import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import type { Home } from "@/lib/orders/read-home";
import { platformName } from "@/lib/platforms/ids";
import { WorkTime } from "../work-time";

type Request = Home["requested"][number];

const columnsIn = (zone: string): Column<Request>[] => [
  {
    head: "Time of the work",
    rowHead: true,
    cell: ({ work }) => <WorkTime from={work.start} to={work.end} zone={zone} siteZone={work.timeZone} />,
  },
  { head: "Platform", cell: ({ platform }) => platformName(platform) },
  { head: "Asked for", cell: ({ requestedAt }) => (requestedAt ? <DateTime at={requestedAt} zone={zone} /> : "Just now") },
  { head: "What to do", cell: ({ offerId }) => <TextLink href={`/offers/${offerId}`}>See or withdraw</TextLink> },
];

/** Requests about which a buyer has not decided: their time is kept free, and they cost nothing yet. */
export function Waiting({ home: { requested, timeZone } }: { home: Home }) {
  if (requested.length === 0) return null;
  return (
    <Card title="Waiting for the buyer">
      <p className="text-soft">This time is kept free until the buyer has decided. It costs nothing unless it becomes yours.</p>
      <Table caption="Requests that wait for a buyer" columns={columnsIn(timeZone)} rows={requested} rowKey={({ offerId }) => offerId} />
    </Card>
  );
}
