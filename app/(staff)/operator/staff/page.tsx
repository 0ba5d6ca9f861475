import { capital } from "@/app/_ui/capital";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { type ListedMember, listStaff } from "@/lib/accounts/list-members";
import { may, type Permission, permissions, type Role, roles } from "@/lib/accounts/permissions";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../list/list-shape";
import { type ListColumn, StaffList } from "../list/staff-list";
import { stateTones } from "../members/shape";
import { staffShape } from "./shape";

export const generateMetadata = () => titleFor("staff.read", "Staff");

const rights: Record<Permission, string> = {
  "console.read": "Open these pages",
  "invites.read": "See invites",
  "invites.write": "Make, send again and revoke invites",
  "members.read": "See members and how they stand",
  "members.contact": "See how to reach a member, with a reason that the member reads",
  "members.export": "Take the list of members as a file",
  "members.cap": "Bound how many members there may be",
  "members.suspend": "Suspend and reinstate",
  "members.terminate": "End a membership",
  "members.support-view": "See what a member lets support see",
  "refunds.write": "Give back unused days of a paid month",
  "money.read": "See what was paid, the books' checks and what differs from Stripe",
  "books.repair": "Compare the books with Stripe's and repair differences",
  "staff.read": "See staff",
  "staff.write": "Change roles",
  "factors.read-resets": "See factor resets",
  "factors.reset": "Ask for, confirm and cancel factor resets",
  "access-log.read": "Read and export the access log",
  "reviews.read": "See reviews of accesses, roles and keys",
  "reviews.judge": "Judge what is reviewed, but for what they did themselves",
  "lists.export": "Take other lists that they may see as a file",
  "keys.read": "See the keys' ages and versions",
  "keys.rotate": "Have keys rotated",
  "reports.read": "See reports",
  "reports.handle": "Close reports",
  "anomalies.read": "See what was noticed as unusual",
  "anomalies.handle": "Look into anomalies and close them",
  "blocks.read": "See who is shut out",
  "blocks.write": "Shut networks and accounts out for a time, and let them in again",
  "controls.read": "See how the policy's controls stand",
  "controls.ask": "Have every control looked at now",
  "incidents.read": "See incidents, and who was affected",
  "incidents.handle": "Open and handle incidents: stop, tell members and authorities, publish",
  "evidence.read": "See the evidence for clauses of the policy",
  "evidence.write": "Record and withdraw evidence",
  "processors.read": "See the register of processors with its agreements",
  "patches.read": "See how patched the service is",
  "processors.write": "Announce changes of processors, keep agreements and reviews",
};
const rows = Object.keys(permissions) as Permission[];
const listOf = (names: readonly Role[]) => new Intl.ListFormat("en", { type: "conjunction" }).format(names);
const columns: Column<Permission>[] = [
  { head: "What", rowHead: true, cell: (permission) => rights[permission] },
  {
    head: "Who",
    cell: (permission) => (permissions[permission].length === roles.length ? "Every role" : capital(listOf(permissions[permission]))),
  },
];

const peopleIn = (zone: string, own: string): ListColumn<ListedMember, "email" | "joined">[] => [
  {
    head: "Address",
    rowHead: true,
    sort: "email",
    cell: ({ id, email }) => (
      <>
        <TextLink href={`/operator/members/${id}`}>
          <span className="wrap-anywhere">{email}</span>
        </TextLink>
        {id === own ? <span className="font-normal text-soft"> (you)</span> : null}
      </>
    ),
  },
  { head: "Role", cell: ({ role }) => <StatusBadge tone="info">{capital(role ?? "none")}</StatusBadge> },
  { head: "State", cell: ({ state }) => <StatusBadge tone={stateTones[state]}>{capital(state)}</StatusBadge> },
  { head: "Joined", sort: "joined", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} /> },
];

export default async function StaffPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("staff.read");
  const asked = readAsked(staffShape, await searchParams);
  const [people, zone] = await Promise.all([
    listStaff(staffActor(staff), { ...pageOf(asked), search: asked.search, ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Staff"
        lead="Who has which role. An owner gives, changes and takes a role on the account's own page, never on their own; the first owner is made on the host."
      />
      <StaffList
        shape={staffShape}
        asked={asked}
        title="Staff"
        columns={peopleIn(zone, staff.accountId)}
        rows={people}
        mayExport={may(staff.role, "lists.export")}
        empty={<EmptyState title="Nobody has a role">An owner gives one on the page of a member.</EmptyState>}
      />
      <Section title="What each role can do" lead="Whatever is not here, nobody can. Every role needs a second factor.">
        <Table caption="What each role can do" columns={columns} rows={rows} rowKey={(permission) => permission} />
      </Section>
    </Stack>
  );
}
