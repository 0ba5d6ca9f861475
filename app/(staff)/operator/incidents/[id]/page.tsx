import { capital } from "@/app/_ui/capital";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { now } from "@/lib/base/clock";
import { titleOf } from "@/lib/oversight/incidents/kinds";
import { readIncident } from "@/lib/oversight/incidents/read-incidents";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, titleFor } from "@/lib/web/session";
import { findOrMissing } from "../../find-or-missing";
import { severityTones, stateTones } from "../names";
import { Affected } from "./affected";
import { Containment } from "./containment";
import { Corrective } from "./corrective";
import { Filings } from "./filings";
import { Notices } from "./notices";
import { Publishing } from "./publishing";
import { Standing } from "./standing";
import { Timeline } from "./timeline";

export const generateMetadata = () => titleFor("incidents.read", "Incident");

export default async function IncidentPage({ params }: { params: Promise<{ id: string }> }) {
  const staff = await requireStaff("incidents.read");
  const [incident, zone] = await Promise.all([findOrMissing(staff, (await params).id, readIncident), readTimeZone(staff.accountId)]);
  const acts = may(staff.role, "incidents.handle") && incident.state !== "closed";
  const part = { incident, zone, acts, now: now() };
  return (
    <Stack>
      <TextLink href="/operator/incidents" alone>
        All incidents
      </TextLink>
      <PageHeader
        title={titleOf(incident.kind)}
        actions={
          <>
            {incident.drill ? <StatusBadge tone="info">Drill</StatusBadge> : null}
            <StatusBadge tone={severityTones[incident.severity]}>{capital(incident.severity)}</StatusBadge>
            <StatusBadge tone={stateTones[incident.state]}>{capital(incident.state)}</StatusBadge>
          </>
        }
      />
      {incident.drill ? (
        <Notice tone="info" title="This is a drill">
          Containment is written down and not done, notices go to staff, nothing is published. Everything else is as in earnest.
        </Notice>
      ) : null}
      <Standing {...part} />
      <Containment {...part} />
      <Affected {...part} />
      <Notices {...part} />
      <Filings {...part} />
      <Corrective {...part} />
      <Publishing {...part} />
      <Timeline entries={incident.entries} zone={zone} />
    </Stack>
  );
}
