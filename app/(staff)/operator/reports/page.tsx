import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may, type Role } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { type ListedReport, listReports } from "@/lib/oversight/handle-report";
import { listPublicReports } from "@/lib/oversight/public-reports/list";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../list/list-shape";
import { type ListColumn, StaffList } from "../list/staff-list";
import { RowForm } from "../row-form";
import { closeReport, openIncident } from "./actions";
import { mostWaiting, OutsideSection } from "./outside-section";
import { reportsShape } from "./shape";

export const generateMetadata = () => titleFor("reports.read", "Reports");

function columnsIn(zone: string, role: Role): ListColumn<ListedReport, "reported">[] {
  const mayReach = may(role, "members.contact");
  return [
    {
      head: "Member",
      rowHead: true,
      cell: ({ accountId, email }) => (
        <TextLink href={`/operator/members/${accountId}`}>
          <span className="wrap-anywhere">{email}</span>
        </TextLink>
      ),
    },
    { head: "Reported", sort: "reported", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} /> },
    { head: "The login came from", cell: ({ device, network }) => [device, network].filter(Boolean).join(", ") || "Not known" },
    {
      head: "State",
      cell: ({ handledAt }) =>
        handledAt ? (
          <span className="inline-flex flex-wrap items-baseline gap-x-2 gap-y-1">
            <StatusBadge tone="good">Closed</StatusBadge> <DateTime at={handledAt} zone={zone} />
          </span>
        ) : (
          <StatusBadge tone="warn">Waits</StatusBadge>
        ),
    },
    {
      head: "What to do",
      cell: ({ id, accountId, email, handledAt }) =>
        handledAt ? (
          <span className="text-soft">Nothing</span>
        ) : (
          <div className="flex flex-wrap gap-2 max-sm:justify-end">
            {mayReach ? (
              <LinkButton href={`/operator/members/${accountId}/contact`} size="small" tone="secondary">
                How to reach them<span className="sr-only">, {email}</span>
              </LinkButton>
            ) : null}
            {may(role, "incidents.handle") ? (
              <RowForm action={openIncident} name="report" id={id} about={`from the report of ${email}`}>
                Open its incident
              </RowForm>
            ) : null}
            {may(role, "reports.handle") ? (
              <RowForm action={closeReport} name="report" id={id} about={`the report of ${email}`}>
                Close
              </RowForm>
            ) : null}
          </div>
        ),
    },
  ];
}

const waiting = { state: "waiting", kind: null, sort: "due", descending: false, cursor: null, limit: mostWaiting } as const;

export default async function ReportsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("reports.read");
  const asked = readAsked(reportsShape, await searchParams);
  const actor = staffActor(staff);
  const [rows, outside, zone] = await Promise.all([
    listReports(actor, { ...pageOf(asked), ...asked.filters }),
    listPublicReports(actor, waiting),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Reports"
        lead="What members and strangers tell us: logins that were not theirs, accesses that they suspect, vulnerabilities."
      />
      <OutsideSection reports={outside} zone={zone} role={staff.role} now={now()} />
      <section className="grid gap-5 border-t border-line pt-7" aria-labelledby="logins">
        <div className="grid max-w-2xl gap-1.5">
          <h2 id="logins" className="text-lg">
            Logins that were not the member's
          </h2>
          <p className="text-sm text-soft">Reach them by phone or mail before you close one: their password may be known to somebody.</p>
        </div>
        <StaffList
          shape={reportsShape}
          asked={asked}
          title="Reports"
          columns={columnsIn(zone, staff.role)}
          rows={rows}
          mayExport={may(staff.role, "lists.export")}
          empty={
            <EmptyState title="No reports">
              When a member follows “this was not me” in a mail about a new device, it appears here.
            </EmptyState>
          }
        />
      </section>
    </Stack>
  );
}
