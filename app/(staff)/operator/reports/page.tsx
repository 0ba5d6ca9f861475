import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { may, type Role } from "@/lib/accounts/permissions";
import { type ListedReport, listReports } from "@/lib/oversight/handle-report";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { RowForm } from "../row-form";
import { closeReport } from "./actions";

export const generateMetadata = () => titleFor("reports.read", "Reports");

function columnsIn(zone: string, role: Role): Column<ListedReport>[] {
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
    { head: "Reported", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} /> },
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

export default async function ReportsPage() {
  const staff = await requireStaff("reports.read");
  const [reports, zone] = await Promise.all([listReports(staffActor(staff)), readTimeZone(staff.accountId)]);
  return (
    <Stack>
      <PageHeader
        title="Reports"
        lead="Members who say that a login was not theirs. Reach them by phone or mail before you close one: their password may be known to somebody."
      />
      {reports.length === 0 ? (
        <EmptyState title="No reports">When a member follows “this was not me” in a mail about a new device, it appears here.</EmptyState>
      ) : (
        <Table caption="Reports, those that wait first" columns={columnsIn(zone, staff.role)} rows={reports} rowKey={({ id }) => id} />
      )}
    </Stack>
  );
}
