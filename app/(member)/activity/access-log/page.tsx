import { z } from "zod";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { type Column, Table } from "@/app/_ui/table";
import { type AccessBy, type LoggedAccess, readAccessLog } from "@/lib/audit/read-access-log";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { LogTabs } from "../log-tabs";
import { actText, reasonText } from "./act-texts";

export const metadata = { title: "Access log" };

const people: Record<AccessBy, string> = {
  you: "You, logged in",
  link: "Whoever logged in or held a mailed link",
  staff: "Staff",
  host: "The operator, on the server",
  service: "The service by itself",
};

const columnsIn = (zone: string): Column<LoggedAccess>[] => [
  { head: "When", rowHead: true, cell: ({ at }) => <DateTime at={at} zone={zone} /> },
  {
    head: "Who",
    cell: ({ by, network }) => (
      <>
        {people[by]}
        {network ? <span className="block text-sm text-soft">from {network === "unknown" ? "an unknown network" : network}</span> : null}
      </>
    ),
  },
  { head: "What", cell: ({ act }) => actText(act) },
  { head: "Why", cell: ({ act, reason }) => reasonText(act, reason) },
];

type Props = { searchParams: Promise<{ before?: string | string[]; by?: string | string[] }> };

export default async function AccessLogPage({ searchParams }: Props) {
  const member = await requireMember();
  const given = await searchParams;
  const before = z.uuid().safeParse(given.before).data ?? null;
  const only = given.by === "staff" ? "staff" : "all";
  const zone = await readTimeZone(member.accountId);
  const { lines, next } = await readAccessLog(member.accountId, { people: only, before });
  const here = only === "staff" ? "/activity/access-log?by=staff" : "/activity/access-log";
  return (
    <Stack>
      <PageHeader title="Access log" lead="Who touched your data, what they did and why, newest first. No line can be changed." />
      <LogTabs current={only === "staff" ? "staff" : "access"} />
      {lines.length === 0 ? (
        <EmptyState title={before ? "Nothing earlier" : "Nobody on staff has touched your data"}>
          Each look of staff at your account and each change that they make to it is listed here with its reason.
        </EmptyState>
      ) : (
        <Card>
          <Table caption="Lines of the access log about you" columns={columnsIn(zone)} rows={lines} rowKey={({ id }) => id} />
        </Card>
      )}
      <div className="flex flex-wrap gap-3">
        {next ? (
          <LinkButton href={`${here}${only === "staff" ? "&" : "?"}before=${next}`} tone="secondary">
            Earlier lines
          </LinkButton>
        ) : null}
        {before ? (
          <LinkButton href={here} tone="secondary">
            Latest lines
          </LinkButton>
        ) : null}
      </div>
      <p className="max-w-prose text-soft">
        A network is kept as its first part alone, and sealed: only you can read from where you acted, and when your account is erased
        nobody can any more. That you stood in a list or an export that staff took is a line of its own.
      </p>
    </Stack>
  );
}
