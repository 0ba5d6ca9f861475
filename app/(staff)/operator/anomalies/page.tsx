import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Select } from "@/app/_ui/select";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { SubmitButton } from "@/app/_ui/submit-button";
import { type Column, Table } from "@/app/_ui/table";
import { Tabs } from "@/app/_ui/tabs";
import { TextLink } from "@/app/_ui/text-link";
import { type ListedAnomaly, listAnomalies } from "@/lib/oversight/anomalies/read-anomalies";
import { ruleIds, ruleOf } from "@/lib/oversight/anomalies/rules";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { perPage, type Query, readFilter } from "../list-filter";
import { DetectionTable } from "./detection-table";
import { severityTones, stateNames, stateTones, titleOf } from "./texts";

export const generateMetadata = () => titleFor("anomalies.read", "Anomalies");

const path = "/operator/anomalies";
const shownStates = { waiting: ["open", "looked_at"], closed: ["closed", "false_alarm"] } as const;
type Shown = keyof typeof shownStates;

function columnsIn(zone: string): Column<ListedAnomaly>[] {
  return [
    { head: "What", rowHead: true, cell: ({ id, rule }) => <TextLink href={`${path}/${id}`}>{titleOf(rule)}</TextLink> },
    {
      head: "Severity",
      cell: ({ rule }) => {
        const severity = ruleOf(rule)?.severity ?? "low";
        return <StatusBadge tone={severityTones[severity]}>{severity}</StatusBadge>;
      },
    },
    { head: "Who or what", cell: ({ email, key }) => <span className="wrap-anywhere">{email ?? (key || "Everybody")}</span> },
    { head: "First", cell: ({ firstAt }) => <DateTime at={firstAt} zone={zone} /> },
    { head: "Last", cell: ({ lastAt }) => <DateTime at={lastAt} zone={zone} /> },
    { head: "State", cell: ({ state }) => <StatusBadge tone={stateTones[state]}>{stateNames[state]}</StatusBadge> },
  ];
}

function RuleFilter({ shown, rule }: { shown: Shown; rule: string | null }) {
  const options = [{ value: "", label: "Every rule" }, ...ruleIds.map((value) => ({ value, label: titleOf(value) }))];
  return (
    <search>
      <form action={path} className="grid items-end gap-4 sm:grid-cols-[minmax(0,1fr)_auto]">
        <input type="hidden" name="state" value={shown} />
        <Select name="rule" label="Rule" options={options} defaultValue={rule ?? ""} required={false} />
        <SubmitButton tone="secondary">Show</SubmitButton>
      </form>
    </search>
  );
}

export default async function AnomaliesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("anomalies.read");
  const query = await searchParams;
  const filter = readFilter(query, Object.keys(shownStates) as Shown[]);
  const shown = filter.state ?? "waiting";
  const rule = ruleIds.find((known) => known === query.rule) ?? null;
  const [found, zone] = await Promise.all([
    listAnomalies(staffActor(staff), { states: shownStates[shown], rule, before: filter.before, limit: perPage + 1 }),
    readTimeZone(staff.accountId),
  ]);
  const rows = found.slice(0, perPage);
  const last = found.length > perPage ? rows.at(-1) : null;
  const addressOf = (more: Record<string, string>) => `${path}?${new URLSearchParams({ ...(rule ? { rule } : {}), ...more })}`;
  const tabs = [
    { name: "waiting", href: addressOf({ state: "waiting" }), label: "Not closed" },
    { name: "closed", href: addressOf({ state: "closed" }), label: "Closed" },
  ];
  return (
    <Stack>
      <PageHeader
        title="Anomalies"
        lead="What is not as usual: found each minute by fixed rules, told once by mail, and kept here until somebody says what it was."
      />
      <Tabs label="Which anomalies" tabs={tabs} current={shown} />
      <RuleFilter shown={shown} rule={rule} />
      {rows.length === 0 ? (
        <EmptyState title={shown === "waiting" ? "Nothing unusual waits" : "None has been closed yet"}>
          Guessed passwords, staff logins from new places, forged messages, a platform that fails all at once and the like appear here, each
          with what was seen and what to do.
        </EmptyState>
      ) : (
        <Table caption="Anomalies, newest first" columns={columnsIn(zone)} rows={rows} rowKey={({ id }) => id} />
      )}
      {last ? (
        <p>
          <LinkButton href={addressOf({ state: shown, before: last.id })}>Older anomalies</LinkButton>
        </p>
      ) : null}
      <DetectionTable />
    </Stack>
  );
}
