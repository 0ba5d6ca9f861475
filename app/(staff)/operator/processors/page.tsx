import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { noticeDays } from "@/lib/oversight/processors/announce";
import { calledProcessors } from "@/lib/oversight/processors/called";
import { type ChangeRow, readProcessors } from "@/lib/oversight/processors/read";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { RowForm } from "../row-form";
import { callOff } from "./actions";
import { ProcessorCard } from "./processor-card";
import { PromiseForm } from "./promise-form";

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

export default async function ProcessorsPage() {
  const staff = await requireStaff("processors.read");
  const [{ processors, changes }, zone] = await Promise.all([readProcessors(staffActor(staff)), readTimeZone(staff.accountId)]);
  const mayWrite = may(staff.role, "processors.write");
  const today = now().toISOString().slice(0, 10);
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
      {processors.length === 0 ? (
        <EmptyState title="The register is empty">
          The worker begins it, with whom the software calls, within a minute of its first start. See whether it is running.
        </EmptyState>
      ) : (
        processors.map((one) => (
          <ProcessorCard
            key={one.id}
            of={one}
            isCalled={calledProcessors.some(({ code }) => code === one.code)}
            mayWrite={mayWrite}
            today={today}
          />
        ))
      )}
      {mayWrite ? (
        <Disclosure summary="Announce a new processor">
          <PromiseForm />
        </Disclosure>
      ) : null}
    </Stack>
  );
}
