import { capital } from "@/app/_ui/capital";
import { Card } from "@/app/_ui/card";
import { Checkbox } from "@/app/_ui/checkbox";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Disclosure } from "@/app/_ui/disclosure";
import { EmptyState } from "@/app/_ui/empty-state";
import { Field } from "@/app/_ui/field";
import { RelativeTime } from "@/app/_ui/relative-time";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { StatusBadge } from "@/app/_ui/status-badge";
import {
  adviceTexts,
  dataNames,
  type NoticeTemplate,
  noticeTemplateCodes,
  noticeTemplates,
  noticeText,
} from "@/lib/notices/incident-texts";
import type { Incident } from "@/lib/oversight/incidents/read-incidents";
import { draft, reviewDraft, sendNotice } from "./duty-actions";
import { IncidentForm } from "./incident-form";
import type { Part } from "./parts";

type Drafted = Incident["notices"][number];
const tones = { draft: "warn", reviewed: "info", sent: "good" } as const;

function State({ notice: { state, selfReviewed } }: { notice: Drafted }) {
  return (
    <>
      <StatusBadge tone={tones[state]}>{capital(state)}</StatusBadge>
      {selfReviewed ? <StatusBadge tone="warn">Self-reviewed</StatusBadge> : null}
    </>
  );
}

function Deliveries({ notice: { deliveries, sentAt }, zone }: { notice: Drafted; zone: string }) {
  const { members, queued, sent, refused, read } = deliveries;
  return (
    <DefinitionList
      items={[
        { term: "Sent off", detail: sentAt ? <DateTime at={sentAt} zone={zone} /> : "Not yet" },
        { term: "To", detail: members },
        { term: "Waiting for the mail server", detail: queued },
        { term: "Taken by the mail server; whether one came back is not known", detail: sent },
        { term: "Refused or given up: reach them otherwise", detail: refused },
        { term: "Read on their page", detail: read },
      ]}
    />
  );
}

function One({ notice, part: { incident, zone, acts } }: { notice: Drafted; part: Part }) {
  const { title, paragraphs, advice } = noticeText(notice.template as NoticeTemplate, notice.facts);
  const of = <input type="hidden" name="notice" value={notice.id} />;
  return (
    <Card title={title} actions={<State notice={notice} />}>
      <Disclosure summary="What it says">
        {paragraphs.map((text) => (
          <p key={text}>{text}</p>
        ))}
        <ul className="list-disc pl-5">
          {advice.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </Disclosure>
      {notice.state === "sent" ? <Deliveries notice={notice} zone={zone} /> : null}
      {acts && notice.state === "draft" ? (
        <>
          <p className="text-soft">Best read by another of staff. Whoever wrote it may say so too, and it stays marked as self-reviewed.</p>
          <IncidentForm incident={incident.id} action={reviewDraft} submit="It is right">
            {of}
          </IncidentForm>
        </>
      ) : null}
      {acts && notice.state === "reviewed" ? (
        <IncidentForm
          incident={incident.id}
          action={sendNotice}
          submit={incident.drill ? "Send it to staff, as a drill" : "Send it to the members"}
          tone="danger"
        >
          {of}
        </IncidentForm>
      ) : null}
    </Card>
  );
}

function Boxes({ prefix, names, title }: { prefix: string; names: Record<string, string>; title: string }) {
  return (
    <fieldset className="grid gap-1">
      <legend className="font-semibold">{title}</legend>
      {Object.entries(names).map(([code, label]) => (
        <Checkbox key={code} name={`${prefix}_${code}`} value="yes" label={capital(label)} />
      ))}
    </fieldset>
  );
}

function DraftForm({ incident: { id, findings } }: Part) {
  const answered = findings.filter(({ members }) => members);
  const [newest] = answered;
  if (!newest) return <p className="text-soft">A notice can be drafted once a question above has found somebody.</p>;
  const field = (at: string) => at.slice(0, 16);
  const to = answered.map(({ id: value, members }) => ({
    value,
    label: `Question ${findings.length - findings.findIndex((one) => one.id === value)}: ${members === 1 ? "1 member" : `${members} members`}`,
  }));
  return (
    <Disclosure summary="Draft a notice">
      <IncidentForm incident={id} action={draft} submit="Draft it">
        <Select name="finding" label="To whom" options={to} required />
        <Select
          name="template"
          label="What it says"
          options={noticeTemplateCodes.map((value) => ({ value, label: noticeTemplates[value].title }))}
          required
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <Field name="from" label="It happened from (UTC)" type="datetime-local" defaultValue={field(newest.criteria.from)} required />
          <Field name="to" label="To (UTC)" type="datetime-local" defaultValue={field(newest.criteria.to)} required />
        </div>
        <Boxes prefix="data" names={dataNames} title="What it is about" />
        <Boxes prefix="advice" names={adviceTexts} title="What they should do" />
      </IncidentForm>
    </Disclosure>
  );
}

/** Notices to members: from reviewed texts alone, and what became of each mail. */
export function Notices(part: Part) {
  const { incident, zone, acts, now } = part;
  return (
    <Section
      title="Tell members"
      lead={
        <p>
          By mail and on their page. Known since <RelativeTime at={incident.discoveredAt} now={now} zone={zone} />.{" "}
          {incident.drill ? "In a drill a notice goes to staff who handle incidents, marked as one." : ""}
        </p>
      }
    >
      {incident.notices.length === 0 ? (
        <EmptyState title="No notice yet">
          A notice is made of whole texts that were reviewed before, so that it can hold no case details.
        </EmptyState>
      ) : null}
      {incident.notices.map((notice) => (
        <One key={notice.id} notice={notice} part={part} />
      ))}
      {acts ? <DraftForm {...part} /> : null}
    </Section>
  );
}
