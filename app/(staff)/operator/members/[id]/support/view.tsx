import { capital } from "@/app/_ui/capital";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { EmptyState } from "@/app/_ui/empty-state";
import { Money } from "@/app/_ui/money";
import { Notice } from "@/app/_ui/notice";
import { Section } from "@/app/_ui/section";
import { type Column, Table } from "@/app/_ui/table";
import type { SupportView } from "@/lib/membership/read-support-view";
import { anyDistanceMiles } from "@/lib/orders/decide";
import { platformName } from "@/lib/platforms/ids";
import { planName } from "../../../plan-names";
import { activityName, clockName, stateNames } from "./names";

type Connection = SupportView["connections"][number];
type Entry = SupportView["activity"][number];
type Hours = SupportView["hours"][number];

const distanceName = (miles: number) => (miles >= anyDistanceMiles ? "Any distance" : `${miles} miles`);

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function connectionColumns(zone: string): Column<Connection>[] {
  const when = (at: Date | null) => (at ? <DateTime at={at} zone={zone} /> : "Never");
  return [
    { head: "Platform", rowHead: true, cell: ({ platform }) => platformName(platform) },
    { head: "State", cell: ({ state }) => stateNames[state] },
    { head: "Automatic acceptance", cell: ({ mode }) => (mode === "auto" ? "On" : "Off") },
    { head: "Login last worked", cell: ({ verifiedAt }) => when(verifiedAt) },
    { head: "Last looked at", cell: ({ lastPollAt }) => when(lastPollAt) },
  ];
}

function activityColumns(zone: string): Column<Entry>[] {
  return [
    { head: "When", rowHead: true, cell: ({ at }) => <DateTime at={at} zone={zone} /> },
    { head: "What came of it", cell: ({ kind }) => activityName(kind) },
  ];
}

const hourColumns: Column<Hours>[] = [
  { head: "Day", rowHead: true, cell: ({ weekday }) => weekdays[weekday - 1] ?? "" },
  { head: "Hours", cell: ({ startMinute, endMinute }) => `${clockName(startMinute)} to ${clockName(endMinute)}` },
];

/** What support sees with a member's leave: read-only, redacted, nothing sealed. */
export function SupportLook({ view, zone }: { view: SupportView; zone: string }) {
  const { plan, rules } = view;
  return (
    <>
      <Notice>
        <p>
          This look is written in the member's log. Their leave ends on <DateTime at={view.until} zone={zone} />.
        </p>
      </Notice>
      <Card title="Plan">
        <DefinitionList
          items={[
            { term: "Status", detail: capital(planName(plan.status)) },
            { term: "Billing period ends", detail: plan.periodEnd ? <DateTime at={plan.periodEnd} zone={zone} /> : "No date" },
          ]}
        />
      </Card>
      <Section title="Connections">
        {view.connections.length === 0 ? (
          <EmptyState title="No connection">
            The member has connected no platform. They do it under Connections; nobody can for them.
          </EmptyState>
        ) : (
          <Table caption="Connections" columns={connectionColumns(zone)} rows={view.connections} rowKey={({ id }) => id} />
        )}
      </Section>
      <Card title="Rules">
        <DefinitionList
          items={[
            { term: "Time zone", detail: view.timeZone ?? "Not set" },
            { term: "Least pay", detail: rules ? <Money cents={rules.minimumPayCents} /> : "Not set" },
            { term: "Farthest distance", detail: rules ? distanceName(rules.maximumDistanceMiles) : "Not set" },
            { term: "Orders a month, at most", detail: rules ? String(rules.unitsPerMonth) : "Not set" },
          ]}
        />
      </Card>
      <Section title="Working hours">
        {view.hours.length === 0 ? (
          <p className="text-soft">No working hours are set, so nothing is accepted. The member sets them under Schedule.</p>
        ) : (
          <Table
            caption="Working hours"
            columns={hourColumns}
            rows={view.hours}
            rowKey={({ weekday, startMinute }) => `${weekday}-${startMinute}`}
          />
        )}
      </Section>
      <Section title="Latest activity">
        {view.activity.length === 0 ? (
          <EmptyState title="Nothing yet">
            The automation has done nothing for this member so far. Once a connection works and is switched on, each step is listed here.
          </EmptyState>
        ) : (
          <Table caption="Latest activity" columns={activityColumns(zone)} rows={view.activity} rowKey={({ id }) => id} />
        )}
      </Section>
    </>
  );
}
