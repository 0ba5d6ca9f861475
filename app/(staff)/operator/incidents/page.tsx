import { capital } from "@/app/_ui/capital";
import { Checkbox } from "@/app/_ui/checkbox";
import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { EmptyState } from "@/app/_ui/empty-state";
import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { Select } from "@/app/_ui/select";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { newId } from "@/lib/base/ids";
import { incidentKinds, severities, titleOf } from "@/lib/oversight/incidents/kinds";
import { type IncidentRow, listIncidents } from "@/lib/oversight/incidents/read-incidents";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../list/list-shape";
import { type ListColumn, StaffList } from "../list/staff-list";
import { open } from "./actions";
import { severityTones, stateTones } from "./names";
import { incidentsShape } from "./shape";

export const generateMetadata = () => titleFor("incidents.read", "Incidents");

const columnsIn = (zone: string): ListColumn<IncidentRow, "known">[] => [
  {
    head: "Incident",
    rowHead: true,
    cell: ({ id, kind, drill }) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <TextLink href={`${incidentsShape.path}/${id}`}>{titleOf(kind)}</TextLink>
        {drill ? <StatusBadge tone="info">Drill</StatusBadge> : null}
      </span>
    ),
  },
  { head: "Severity", cell: ({ severity }) => <StatusBadge tone={severityTones[severity]}>{capital(severity)}</StatusBadge> },
  { head: "State", cell: ({ state }) => <StatusBadge tone={stateTones[state]}>{capital(state)}</StatusBadge> },
  { head: "Known since", sort: "known", cell: ({ discoveredAt }) => <DateTime at={discoveredAt} zone={zone} /> },
  {
    head: "Closed",
    cell: ({ closedAt }) => (closedAt ? <DateTime at={closedAt} zone={zone} /> : <span className="text-soft">Not yet</span>),
  },
];

/** The form's own id opens one incident, however often it is sent. */
function OpenForm() {
  const kinds = [{ value: "", label: "Choose" }, ...Object.entries(incidentKinds).map(([value, label]) => ({ value, label }))];
  const grades = [{ value: "", label: "Choose" }, ...severities.map((value) => ({ value, label: capital(value) }))];
  return (
    <Disclosure summary="Open an incident">
      <Form action={open} submit="Open the incident" pending="Opening" tone="danger">
        <input type="hidden" name="id" value={newId()} />
        <div className="grid gap-5 sm:grid-cols-2">
          <Select name="kind" label="What is it about" options={kinds} required />
          <Select name="severity" label="How severe" options={grades} hint="Can be changed at any time." required />
        </div>
        <Checkbox
          name="drill"
          value="yes"
          label="This is a drill"
          hint="Marked as one everywhere. What it does to contain is written down and not done, its notices go to staff, and nothing of it is published."
        />
      </Form>
    </Disclosure>
  );
}

export default async function IncidentsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("incidents.read");
  const asked = readAsked(incidentsShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listIncidents(staffActor(staff), { ...pageOf(asked), ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Incidents"
        lead="A breach, or the suspicion of one, from the moment it is known to what prevents the next. Each step is written down with who did it."
      />
      {may(staff.role, "incidents.handle") ? <OpenForm /> : null}
      <StaffList
        shape={incidentsShape}
        asked={asked}
        title="Incidents"
        columns={columnsIn(zone)}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="No incident yet">
            Incidents are opened here, from a report, or from an anomaly that was noticed. Open a drill now and then: it goes all the way
            and touches no member.
          </EmptyState>
        }
      />
    </Stack>
  );
}
