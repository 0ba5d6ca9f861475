import { Card } from "@/app/_ui/card";
import { Checkbox } from "@/app/_ui/checkbox";
import { Disclosure } from "@/app/_ui/disclosure";
import { EmptyState } from "@/app/_ui/empty-state";
import { Field } from "@/app/_ui/field";
import { LookAgain } from "@/app/_ui/look-again";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import type { Incident } from "@/lib/oversight/incidents/read-incidents";
import { platformIds, platformName } from "@/lib/platforms/ids";
import { affectedShape } from "./affected/[finding]/shape";
import { affectedColumns } from "./affected-columns";
import { criteriaText } from "./criteria-text";
import { findMembers } from "./duty-actions";
import { IncidentForm } from "./incident-form";
import type { Part } from "./parts";

type Finding = Incident["findings"][number];

function Found({ finding, number, zone }: { finding: Finding; number: number; zone: string }) {
  const { members, named } = finding;
  const said = members === null ? "the worker is looking" : members === 1 ? "1 member" : `${members} members`;
  return (
    <Card title={`Question ${number}: ${said}`}>
      <p className="text-soft wrap-anywhere">Asked: {criteriaText(finding.criteria)}.</p>
      {named.length > 0 ? (
        <Table
          caption={`Members that question ${number} names`}
          columns={affectedColumns(zone)}
          rows={named}
          rowKey={({ accountId }) => accountId}
        />
      ) : null}
      {members !== null && members > named.length ? (
        <p className="text-soft">
          The first {named.length} are shown. A notice goes to all {members}.
        </p>
      ) : null}
      {named.length > 0 ? (
        <TextLink href={affectedShape(finding.incidentId, finding.id).path} alone>
          All whom question {number} names, as a list
        </TextLink>
      ) : null}
    </Card>
  );
}

function Question({ incident: { id, discoveredAt, drill }, now }: Part) {
  const field = (at: Date) => at.toISOString().slice(0, 16);
  const platforms = [{ value: "", label: "Any" }, ...platformIds.map((value) => ({ value, label: platformName(value) }))];
  return (
    <Disclosure summary="Ask whom it touched">
      <p className="text-soft">
        All that is given must hold. Actor, connection, platform and openings are looked for in the access log, a network among logins in
        use in the window, a root key among the keys. With a window alone, every line that others wrote about a member counts; what members
        did themselves counts where the actor is named. {drill ? "It only reads, so a drill does it too." : ""}
      </p>
      <IncidentForm incident={id} action={findMembers} submit="Find them" pending="Asking">
        <div className="grid gap-5 sm:grid-cols-2">
          <Field
            name="from"
            label="From (UTC)"
            type="datetime-local"
            defaultValue={field(new Date(discoveredAt.getTime() - 86_400_000))}
            required
          />
          <Field
            name="to"
            label="Until before (UTC)"
            type="datetime-local"
            defaultValue={field(new Date(now.getTime() + 60_000))}
            required
          />
          <Field name="actor" label="Actor" hint="Such as staff: or member: and an id, or system:poll-connection" maxLength={100} />
          <Field name="network" label="Network" hint="As the list of logins shows it" maxLength={100} />
          <Field name="connectionId" label="Connection" hint="Its id" maxLength={100} />
          <Select name="platform" label="Platform" options={platforms} />
          <Field name="rootKeyId" label="Root key" hint="Its id, as Keys shows it" maxLength={100} />
        </div>
        <Checkbox name="openingsOnly" value="yes" label="Only openings of sealed logins" />
      </IncidentForm>
    </Disclosure>
  );
}

/** Whom it touched: the questions that were asked, and what was found. */
export function Affected(part: Part) {
  const { findings } = part.incident;
  return (
    <Section
      title="Affected members"
      lead="Found in the access log, the vault's openings, logins and keys. What was asked is kept with the answer."
    >
      {findings.some(({ answeredAt }) => answeredAt === null) ? <LookAgain /> : null}
      {findings.length === 0 ? (
        <EmptyState title="Nobody has asked yet">Ask for a window first, then narrow it. Each answer stays.</EmptyState>
      ) : null}
      {findings.map((finding, index) => (
        <Found key={finding.id} finding={finding} number={findings.length - index} zone={part.zone} />
      ))}
      {part.acts ? <Question {...part} /> : null}
    </Section>
  );
}
