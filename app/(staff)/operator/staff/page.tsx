import { capital } from "@/app/_ui/capital";
import { Card } from "@/app/_ui/card";
import { Disclosure } from "@/app/_ui/disclosure";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { type ListedMember, listStaff } from "@/lib/accounts/list-members";
import { may, type Permission, permissions, type Role, roles } from "@/lib/accounts/permissions";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { stateTones } from "../members/states";
import { RoleForm } from "./role-form";

export const generateMetadata = () => titleFor("staff.read", "Staff");

const rights: Record<Permission, string> = {
  "console.read": "Open these pages",
  "invites.read": "See invites",
  "invites.write": "Make, send again and revoke invites",
  "members.read": "See members and how they stand",
  "members.contact": "See how to reach a member, with a reason that the member reads",
  "members.export": "Take a list of all members as a file",
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
  "keys.read": "See the keys' ages and versions",
  "keys.rotate": "Have keys rotated",
  "reports.read": "See reports",
  "reports.handle": "Close reports",
  "anomalies.read": "See what was noticed as unusual",
  "anomalies.handle": "Look into anomalies and close them",
  "blocks.read": "See who is shut out",
  "blocks.write": "Shut networks and accounts out for a time, and let them in again",
  "incidents.read": "See incidents, and who was affected",
  "incidents.handle": "Open and handle incidents: stop, tell members and authorities, publish",
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

function Person({ person, own, mayWrite }: { person: ListedMember & { role: Role }; own: boolean; mayWrite: boolean }) {
  return (
    <Card
      title={<span className="wrap-anywhere">{person.email}</span>}
      actions={
        <>
          {person.state === "active" ? null : <StatusBadge tone={stateTones[person.state]}>{capital(person.state)}</StatusBadge>}
          <StatusBadge tone="info">{capital(person.role)}</StatusBadge>
        </>
      }
    >
      {own ? <p className="text-soft">This is you. Nobody changes their own role.</p> : null}
      {mayWrite && !own ? (
        <Disclosure summary="Change the role">
          <p className="text-soft">It asks for your second factor if you have not just shown it. Their sessions end at once.</p>
          <RoleForm member={person.id} role={person.role} />
        </Disclosure>
      ) : null}
      {!own && !mayWrite ? <p className="text-soft">An owner can change this role.</p> : null}
    </Card>
  );
}

export default async function StaffPage() {
  const staff = await requireStaff("staff.read");
  const people = await listStaff(staffActor(staff));
  const mayWrite = may(staff.role, "staff.write");
  return (
    <Stack>
      <PageHeader
        title="Staff"
        lead="Who has which role. To give a member one, open their page under members and choose it there; the first owner is made on the host."
      />
      <div className="grid gap-4">
        {people.map(({ role, ...person }) =>
          role ? <Person key={person.id} person={{ ...person, role }} own={person.id === staff.accountId} mayWrite={mayWrite} /> : null,
        )}
      </div>
      <Section title="What each role can do" lead="Whatever is not here, nobody can. Every role needs a second factor.">
        <Table caption="What each role can do" columns={columns} rows={rows} rowKey={(permission) => permission} />
      </Section>
    </Stack>
  );
}
