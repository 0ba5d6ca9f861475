import { Address } from "@/app/_ui/address";
import { capital } from "@/app/_ui/capital";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { listMembers, type MemberInList } from "@/lib/accounts/list-members";
import { may } from "@/lib/accounts/permissions";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../list/list-shape";
import { type ListColumn, StaffList } from "../list/staff-list";
import { planName } from "../plan-names";
import { membersShape, stateTones } from "./shape";

export const generateMetadata = () => titleFor("members.read", "Members");

function columnsIn(zone: string): ListColumn<MemberInList, "joined" | "email">[] {
  return [
    {
      head: "Address",
      rowHead: true,
      sort: "email",
      cell: ({ id, email }) => (
        <TextLink href={`/operator/members/${id}`}>
          <Address>{email}</Address>
        </TextLink>
      ),
    },
    { head: "State", cell: ({ state }) => <StatusBadge tone={stateTones[state]}>{capital(state)}</StatusBadge> },
    { head: "Role", cell: ({ role }) => capital(role ?? "member") },
    { head: "Plan", cell: ({ standing }) => (standing ? capital(planName(standing.plan)) : "Not known") },
    {
      head: "Connections that work",
      align: "end",
      cell: ({ standing }) => (standing ? `${standing.working} of ${standing.connections}` : "Not known"),
    },
    { head: "Joined", sort: "joined", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} /> },
  ];
}

export default async function MembersPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("members.read");
  const asked = readAsked(membersShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listMembers(staffActor(staff), { ...pageOf(asked), search: asked.search, ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader title="Members" lead="Everybody with an account. Open one to see how they stand, and to do what your role may." />
      <StaffList
        shape={membersShape}
        asked={asked}
        title="Members"
        columns={columnsIn(zone)}
        rows={rows}
        mayExport={may(staff.role, "members.export")}
        empty={
          <EmptyState title="Nobody has joined yet">Each account is listed here from the moment that its invite is redeemed.</EmptyState>
        }
      />
    </Stack>
  );
}
