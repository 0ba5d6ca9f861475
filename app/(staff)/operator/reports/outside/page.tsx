import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { type ListedPublicReport, listPublicReports } from "@/lib/oversight/public-reports/list";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../../list/list-shape";
import { type ListColumn, StaffList } from "../../list/staff-list";
import { kindNames, OutsideBadge } from "./outside-badge";
import { outsideShape } from "./shape";

export const generateMetadata = () => titleFor("reports.read", "Reports from outside");

const mostShown = 140;

const columnsIn = (zone: string, at: Date): ListColumn<ListedPublicReport, "received" | "due">[] => [
  {
    head: "Report",
    rowHead: true,
    cell: ({ id, reference }) => (
      <TextLink href={`${outsideShape.path}/${id}`}>
        <span className="whitespace-nowrap">{reference}</span>
      </TextLink>
    ),
  },
  { head: "Kind", cell: ({ kind }) => kindNames[kind] },
  {
    head: "What it says",
    cell: ({ text }) => <span className="wrap-anywhere">{text.length > mostShown ? `${text.slice(0, mostShown)}…` : text}</span>,
  },
  { head: "State", cell: (report) => <OutsideBadge report={report} now={at} /> },
  { head: "Received", sort: "received", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} /> },
  { head: "To be looked at by", sort: "due", cell: ({ dueAt }) => <DateTime at={dueAt} zone={zone} /> },
];

export default async function OutsidePage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("reports.read");
  const asked = readAsked(outsideShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listPublicReports(staffActor(staff), { ...pageOf(asked), ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Reports from outside"
        lead="Sent at /report, with an account or without. What they say may be untrue, and a link in it may be a trap."
      />
      <StaffList
        shape={outsideShape}
        asked={asked}
        title="Reports from outside"
        columns={columnsIn(zone, now())}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="None yet">
            Vulnerabilities and suspected accesses that anybody reports appear here, with their clock.
          </EmptyState>
        }
      />
    </Stack>
  );
}
