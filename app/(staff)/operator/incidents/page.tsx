import { capital } from "@/app/_ui/capital";
import { Checkbox } from "@/app/_ui/checkbox";
import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { EmptyState } from "@/app/_ui/empty-state";
import { Form } from "@/app/_ui/form";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Select } from "@/app/_ui/select";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { Tabs } from "@/app/_ui/tabs";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { newId } from "@/lib/base/ids";
import { incidentKinds, severities, titleOf } from "@/lib/oversight/incidents/kinds";
import { type IncidentRow, listIncidents } from "@/lib/oversight/incidents/read-incidents";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { perPage, type Query, readFilter } from "../list-filter";
import { open } from "./actions";
import { severityTones, stateTones } from "./names";

export const generateMetadata = () => titleFor("incidents.read", "Incidents");

const path = "/operator/incidents";
const states = ["open", "contained", "resolved", "closed"] as const;
const tabs = [
  { name: "all", href: path, label: "All" },
  ...states.map((name) => ({ name, href: `${path}?state=${name}`, label: capital(name) })),
];

const columnsIn = (zone: string): Column<IncidentRow>[] => [
  {
    head: "Incident",
    rowHead: true,
    cell: ({ id, kind, drill }) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <TextLink href={`${path}/${id}`}>{titleOf(kind)}</TextLink>
        {drill ? <StatusBadge tone="info">Drill</StatusBadge> : null}
      </span>
    ),
  },
  { head: "Severity", cell: ({ severity }) => <StatusBadge tone={severityTones[severity]}>{capital(severity)}</StatusBadge> },
  { head: "State", cell: ({ state }) => <StatusBadge tone={stateTones[state]}>{capital(state)}</StatusBadge> },
  { head: "Known since", cell: ({ discoveredAt }) => <DateTime at={discoveredAt} zone={zone} /> },
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
  const filter = readFilter(await searchParams, states);
  const [found, zone] = await Promise.all([
    listIncidents(staffActor(staff), { state: filter.state, before: filter.before, limit: perPage + 1 }),
    readTimeZone(staff.accountId),
  ]);
  const shown = found.slice(0, perPage);
  const last = found.length > perPage ? shown.at(-1) : null;
  return (
    <Stack>
      <PageHeader
        title="Incidents"
        lead="A breach, or the suspicion of one, from the moment it is known to what prevents the next. Each step is written down with who did it."
      />
      {may(staff.role, "incidents.handle") ? <OpenForm /> : null}
      <Tabs label="Incidents by state" tabs={tabs} current={filter.state ?? "all"} />
      {shown.length === 0 ? (
        <EmptyState title={filter.state ? "No incident is in this state" : "No incident yet"}>
          Incidents are opened here, from a report, or from an anomaly that was noticed. Open a drill now and then: it goes all the way and
          touches no member.
        </EmptyState>
      ) : (
        <Table caption="Incidents, newest first" columns={columnsIn(zone)} rows={shown} rowKey={({ id }) => id} />
      )}
      {last ? (
        <div>
          <LinkButton
            href={`${path}?${new URLSearchParams({ ...(filter.state ? { state: filter.state } : {}), before: last.id })}`}
            tone="secondary"
          >
            Older incidents
          </LinkButton>
        </div>
      ) : null}
    </Stack>
  );
}
