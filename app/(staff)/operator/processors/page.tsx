import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { noticeDays } from "@/lib/oversight/processors/announce";
import { type ListedProcessor, listProcessors } from "@/lib/oversight/processors/list";
import { type ChangeRow, readAnnounced } from "@/lib/oversight/processors/read";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { pageOf, type Query, readAsked } from "../list/list-shape";
import { type ListColumn, StaffList } from "../list/staff-list";
import { RowForm } from "../row-form";
import { callOff } from "./actions";
import { PromiseForm } from "./promise-form";
import { processorsShape } from "./shape";
import { StateBadge } from "./state-badge";

export const generateMetadata = () => titleFor("processors.read", "Processors");

function Announced({ change, zone, mayWrite }: { change: ChangeRow; zone: string; mayWrite: boolean }) {
  const { id, name, data, region, urgentReason, announcedAt, effectiveAt, mailedAt } = change;
  return (
    <Card title={`Announced: ${name}`} actions={<StatusBadge tone="info">{mailedAt ? "Members are told" : "Being mailed"}</StatusBadge>}>
      <p>
        Announced <DateTime at={announcedAt} zone={zone} />, in effect from <DateTime at={effectiveAt} zone={zone} />.{" "}
        {urgentReason ? `It does not wait: ${urgentReason}` : null}
      </p>
      <p className="text-soft">
        Receives: {data} Where: {region}.
      </p>
      {mayWrite ? (
        <RowForm action={callOff} name="change" id={id} about={`the change of ${name}`}>
          Call off
        </RowForm>
      ) : null}
    </Card>
  );
}

const columns: ListColumn<ListedProcessor, keyof (typeof processorsShape)["sorts"]>[] = [
  {
    head: "Processor",
    rowHead: true,
    sort: "name",
    cell: ({ id, name }) => (
      <TextLink href={`${processorsShape.path}/${id}`}>
        <span className="wrap-anywhere">{name}</span>
      </TextLink>
    ),
  },
  { head: "For", cell: ({ purpose }) => <span className="wrap-anywhere">{purpose}</span> },
  { head: "Where", cell: ({ region }) => region || <span className="text-soft">Not said</span> },
  { head: "State", cell: (row) => <StateBadge of={row} /> },
  {
    head: "Certificate's last day",
    sort: "certificate",
    cell: ({ certificateUntil }) => certificateUntil ?? <span className="text-soft">Not shown</span>,
  },
  { head: "Next review", sort: "review", cell: ({ reviewDue }) => reviewDue ?? <span className="text-soft">None</span> },
];

export default async function ProcessorsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff("processors.read");
  const asked = readAsked(processorsShape, await searchParams);
  const actor = staffActor(staff);
  const [rows, changes, zone] = await Promise.all([
    listProcessors(actor, { ...pageOf(asked), ...asked.filters, search: asked.search }),
    readAnnounced(actor),
    readTimeZone(staff.accountId),
  ]);
  const mayWrite = may(staff.role, "processors.write");
  return (
    <Stack>
      <PageHeader
        title="Processors"
        lead={
          <p>
            Everybody who processes data for the service. What members were promised changes only after they have been told, {noticeDays}{" "}
            days before or with a published reason. It is shown at <TextLink href="/trust/processors">/trust/processors</TextLink>.
          </p>
        }
      />
      {changes.map((change) => (
        <Announced key={change.id} change={change} zone={zone} mayWrite={mayWrite} />
      ))}
      {mayWrite ? (
        <Disclosure summary="Announce a new processor">
          <PromiseForm />
        </Disclosure>
      ) : null}
      <StaffList
        shape={processorsShape}
        asked={asked}
        title="Processors"
        columns={columns}
        rows={rows}
        mayExport={may(staff.role, "lists.export")}
        empty={
          <EmptyState title="The register is empty">
            The worker begins it, with whom the software calls, within a minute of its first start. See whether it is running.
          </EmptyState>
        }
      />
    </Stack>
  );
}
