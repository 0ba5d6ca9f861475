import { Address } from "@/app/_ui/address";
import { capital } from "@/app/_ui/capital";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { type ListedAnomaly, listAnomalies } from "@/lib/oversight/anomalies/read-anomalies";
import { ruleOf } from "@/lib/oversight/anomalies/rules";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../list/list-shape";
import { type ListColumn, StaffList } from "../list/staff-list";
import { DetectionTable } from "./detection-table";
import { anomaliesShape } from "./shape";
import { severityTones, stateNames, stateTones, titleOf } from "./texts";

export const generateMetadata = () => titleFor("anomalies.read", "Anomalies");

const columnsIn = (zone: string): ListColumn<ListedAnomaly, "last" | "found">[] => [
  { head: "What", rowHead: true, cell: ({ id, rule }) => <TextLink href={`${anomaliesShape.path}/${id}`}>{titleOf(rule)}</TextLink> },
  {
    head: "Severity",
    cell: ({ rule }) => {
      const severity = ruleOf(rule)?.severity ?? "low";
      return <StatusBadge tone={severityTones[severity]}>{capital(severity)}</StatusBadge>;
    },
  },
  {
    head: "Who or what",
    cell: ({ email, key }) => <Address>{email ?? (key || "Everybody")}</Address>,
  },
  { head: "Found", sort: "found", cell: ({ createdAt }) => <DateTime at={createdAt} zone={zone} /> },
  { head: "Last seen", sort: "last", cell: ({ lastAt }) => <DateTime at={lastAt} zone={zone} /> },
  { head: "State", cell: ({ state }) => <StatusBadge tone={stateTones[state]}>{stateNames[state]}</StatusBadge> },
];

export default async function AnomaliesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("anomalies.read");
  const asked = readAsked(anomaliesShape, await searchParams);
  const [rows, zone] = await Promise.all([
    listAnomalies(staffActor(staff), { ...pageOf(asked), ...asked.filters }),
    readTimeZone(staff.accountId),
  ]);
  return (
    <Stack>
      <PageHeader
        title="Anomalies"
        lead="What is not as usual: found each minute by fixed rules, told once by mail, and kept here until somebody says what it was."
      />
      <StaffList
        shape={anomaliesShape}
        asked={asked}
        title="Anomalies"
        columns={columnsIn(zone)}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="Nothing unusual has been noticed">
            Guessed passwords, staff logins from new places, forged messages, a platform that fails all at once and the like appear here,
            each with what was seen and what to do.
          </EmptyState>
        }
      />
      <DetectionTable />
    </Stack>
  );
}
