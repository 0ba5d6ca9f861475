import { Button } from "@/app/_ui/button";
import { capital } from "@/app/_ui/capital";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { type ListedMember, listMembers } from "@/lib/accounts/list-members";
import { may } from "@/lib/accounts/permissions";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { FilterForm } from "../filter-form";
import { cutPage, perPage, type Query, readFilter } from "../list-filter";
import { memberStates, stateTones } from "./states";

export const generateMetadata = () => titleFor("members.read", "Members");

function columnsIn(zone: string): Column<ListedMember>[] {
  return [
    {
      head: "Address",
      rowHead: true,
      cell: ({ id, email }) => (
        <TextLink href={`/operator/members/${id}`}>
          <span className="wrap-anywhere">{email}</span>
        </TextLink>
      ),
    },
    { head: "State", cell: ({ state }) => <StatusBadge tone={stateTones[state]}>{capital(state)}</StatusBadge> },
    { head: "Role", cell: ({ role }) => capital(role ?? "member") },
    { head: "Joined", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} /> },
  ];
}

/** A plain form: its answer is a file, or leads to the verification page and back. */
function ExportForm() {
  return (
    <form action="/operator/members/export" method="post">
      <Button type="submit" tone="secondary">
        Export all as CSV
      </Button>
    </form>
  );
}

export default async function MembersPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("members.read");
  const filter = readFilter(await searchParams, memberStates);
  const [found, zone] = await Promise.all([
    listMembers(staffActor(staff), { ...filter, limit: perPage + 1 }),
    readTimeZone(staff.accountId),
  ]);
  const { shown, older } = cutPage(found, ({ id }) => id, "/operator/members", filter);
  return (
    <Stack>
      <PageHeader
        title="Members"
        lead="Everybody with an account, newest first."
        actions={may(staff.role, "members.export") ? <ExportForm /> : null}
      />
      <FilterForm path="/operator/members" search={filter.search} state={filter.state} states={memberStates} />
      {shown.length === 0 ? (
        <EmptyState title="No such member">No account fits what you look for. Try another part of the address, or any state.</EmptyState>
      ) : (
        <Table caption="Members, newest first" columns={columnsIn(zone)} rows={shown} rowKey={({ id }) => id} />
      )}
      {older ? (
        <p>
          <LinkButton href={older}>Older members</LinkButton>
        </p>
      ) : null}
    </Stack>
  );
}
