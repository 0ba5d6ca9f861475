import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { EmptyState } from "@/app/_ui/empty-state";
import { Field } from "@/app/_ui/field";
import { RelativeTime } from "@/app/_ui/relative-time";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextArea } from "@/app/_ui/text-area";
import { authorities, authorityCodes, authorityOf } from "@/lib/oversight/incidents/authorities";
import type { Incident } from "@/lib/oversight/incidents/read-incidents";
import { consider, file, waive } from "./duty-actions";
import { IncidentForm } from "./incident-form";
import type { Part } from "./parts";

type Filing = Incident["filings"][number];

function Badge({ filing: { state, dueAt }, now }: { filing: Filing; now: Date }) {
  if (state === "filed") return <StatusBadge tone="good">Told</StatusBadge>;
  if (state === "not_required") return <StatusBadge tone="neutral">Not required</StatusBadge>;
  return dueAt && dueAt < now ? <StatusBadge tone="bad">Late</StatusBadge> : <StatusBadge tone="warn">To decide</StatusBadge>;
}

function Clock({ filing: { dueAt }, zone, now }: { filing: Filing; zone: string; now: Date }) {
  if (!dueAt) return <p>The law gives no number of hours: without unreasonable delay.</p>;
  return (
    <p>
      At the latest <RelativeTime at={dueAt} now={now} zone={zone} />, on <DateTime at={dueAt} zone={zone} />.
    </p>
  );
}

function Settled({ filing: { state, reference, copy, reason, decidedAt }, zone }: { filing: Filing; zone: string }) {
  return (
    <>
      <p>
        {state === "filed" ? `Told. Reference: ${reference}` : `Need not be told. ${reason}`}
        {decidedAt ? (
          <>
            {" "}
            (<DateTime at={decidedAt} zone={zone} />)
          </>
        ) : null}
      </p>
      {copy ? (
        <Disclosure summary="What was filed">
          <p className="whitespace-pre-wrap wrap-anywhere">{copy}</p>
        </Disclosure>
      ) : null}
    </>
  );
}

function One({ filing, part: { incident, zone, acts, now } }: { filing: Filing; part: Part }) {
  const authority = authorityOf(filing.authority);
  const of = <input type="hidden" name="filing" value={filing.id} />;
  return (
    <Card title={authority?.name ?? filing.authority} actions={<Badge filing={filing} now={now} />}>
      {filing.state === "due" ? <Clock filing={filing} zone={zone} now={now} /> : <Settled filing={filing} zone={zone} />}
      {authority ? (
        <p className="text-sm text-soft">
          {authority.when} {authority.source}.
        </p>
      ) : null}
      {acts && filing.state === "due" ? (
        <>
          <Disclosure summary="It was told">
            <IncidentForm incident={incident.id} action={file} submit="Keep the filing">
              {of}
              <Field name="reference" label="The authority's reference" maxLength={200} required />
              <TextArea
                name="copy"
                label="What was filed"
                hint="Its text. No case details belong into it."
                maxLength={100_000}
                rows={8}
                required
              />
            </IncidentForm>
          </Disclosure>
          <Disclosure summary="It need not be told">
            <IncidentForm incident={incident.id} action={waive} submit="Decide so" tone="secondary">
              {of}
              <TextArea name="because" label="Why not" hint="And who advised so." maxLength={2_000} required />
            </IncidentForm>
          </Disclosure>
        </>
      ) : null}
    </Card>
  );
}

/** Authorities that may have to be told, with their time counted down from the discovery. */
export function Filings(part: Part) {
  const { incident, acts } = part;
  const rest = authorityCodes.filter((code) => !incident.filings.some(({ authority }) => authority === code));
  return (
    <Section
      title="Tell authorities"
      lead="A register of deadlines that are sure, not of all there are. Whether one applies, and when its time begins, counsel decides; until each is settled the incident cannot be closed."
    >
      {incident.filings.length === 0 ? (
        <EmptyState title="No authority is looked at yet">
          Add each that may apply, then keep its filing or why none was required.
        </EmptyState>
      ) : null}
      {incident.filings.map((filing) => (
        <One key={filing.id} filing={filing} part={part} />
      ))}
      {acts && rest.length > 0 ? (
        <Disclosure summary="Look at an authority">
          <IncidentForm incident={incident.id} action={consider} submit="Count its time">
            <Select
              name="authority"
              label="Authority"
              options={rest.map((value) => ({ value, label: authorities[value].name }))}
              required
            />
          </IncidentForm>
        </Disclosure>
      ) : null}
    </Section>
  );
}
