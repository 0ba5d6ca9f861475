import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { type ListedReview, listReviews } from "@/lib/oversight/reviews/read-reviews";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../list/list-shape";
import { type ListColumn, StaffList } from "../list/staff-list";
import { kindNames, reviewsShape } from "./shape";

export const generateMetadata = () => titleFor("reviews.read", "Reviews");

function State({ closedAt, dueAt }: ListedReview) {
  if (closedAt) return <StatusBadge tone="good">{closedAt > dueAt ? "Closed late" : "Closed"}</StatusBadge>;
  return dueAt <= now() ? <StatusBadge tone="bad">Overdue</StatusBadge> : <StatusBadge tone="info">Open</StatusBadge>;
}

const columnsIn = (zone: string): ListColumn<ListedReview, "due">[] => [
  {
    head: "Review",
    rowHead: true,
    cell: ({ id, kind, period }) => (
      <TextLink href={`/operator/reviews/${id}`}>
        {kindNames[kind]}, {period}
      </TextLink>
    ),
  },
  { head: "State", cell: State },
  { head: "Judged", align: "end", cell: ({ items, left }) => `${items - left} of ${items}` },
  { head: "Violations", align: "end", cell: ({ violations }) => String(violations) },
  { head: "By oneself", align: "end", cell: ({ selfReviewed }) => String(selfReviewed) },
  { head: "Due", sort: "due", cell: ({ dueAt }) => <DateTime at={dueAt} zone={zone} /> },
];

export default async function ReviewsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("reviews.read");
  const asked = readAsked(reviewsShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listReviews(staffActor(staff), { ...pageOf(asked), ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Reviews"
        lead="Each week a random sample of what staff did and of the vault's openings, of each kind of act in turn; each quarter who has which role and which keys are in use. Somebody else judges it, with a note; the worker signs how it ended."
      />
      <StaffList
        shape={reviewsShape}
        asked={asked}
        title="Reviews"
        columns={columnsIn(zone)}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="No review yet">
            The first one of accesses is drawn when this week ends (Monday, 00:00 UTC), the first of roles and keys with the quarter. Weeks
            that passed while the worker did not run are made up.
          </EmptyState>
        }
      />
    </Stack>
  );
}
