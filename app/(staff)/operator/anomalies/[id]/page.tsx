import { capital } from "@/app/_ui/capital";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Disclosure } from "@/app/_ui/disclosure";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { type FullAnomaly, readAnomaly } from "@/lib/oversight/anomalies/read-anomalies";
import { type Condition, ruleOf } from "@/lib/oversight/anomalies/rules";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, titleFor } from "@/lib/web/session";
import { BlockForm } from "../../blocks/block-form";
import { findOrMissing } from "../../find-or-missing";
import { RowForm } from "../../row-form";
import { conditionText, severityTones, stateNames, stateTones, titleOf } from "../texts";
import { openIncident } from "./actions";
import { SettleForm } from "./settle-form";

export const generateMetadata = () => titleFor("anomalies.read", "Anomaly");

const columnsFor = (measured: Record<string, number>): Column<Condition>[] => [
  { head: "Measure", rowHead: true, cell: (condition) => capital(conditionText(condition).what) },
  { head: "Seen", align: "end", cell: ({ measure }) => String(measured[measure] ?? 0) },
  { head: "Threshold", align: "end", cell: (condition) => conditionText(condition).threshold },
];

export default async function AnomalyPage({ params }: { params: Promise<{ id: string }> }) {
  const staff = await requireStaff("anomalies.read");
  const anomaly = await findOrMissing(staff, (await params).id, readAnomaly);
  const zone = await readTimeZone(staff.accountId);
  const { rule: ruleId, key, accountId, email, measured, networks, times, firstAt, lastAt, state, note } = anomaly;
  const rule = ruleOf(ruleId);
  const isOpen = state === "open" || state === "looked_at";
  return (
    <Stack>
      <PageHeader
        title={titleOf(ruleId)}
        lead={rule?.why}
        actions={
          <>
            {rule ? <StatusBadge tone={severityTones[rule.severity]}>{`Severity ${rule.severity}`}</StatusBadge> : null}
            <StatusBadge tone={stateTones[state]}>{stateNames[state]}</StatusBadge>
          </>
        }
      />
      <Section title="What was seen" lead={rule ? `Within ${rule.windowMinutes} minutes.` : undefined}>
        <Card>
          <DefinitionList
            items={[
              {
                term: "Who or what",
                detail: accountId ? (
                  <TextLink href={`/operator/members/${accountId}`}>
                    <span className="wrap-anywhere">{email}</span>
                  </TextLink>
                ) : (
                  <span className="wrap-anywhere">{key || "Everybody"}</span>
                ),
              },
              { term: "First seen", detail: <DateTime at={firstAt} zone={zone} /> },
              { term: "Last seen", detail: <DateTime at={lastAt} zone={zone} /> },
              { term: "Found with new signs", detail: times === 1 ? "Once" : `${times} times` },
              { term: "Networks, the busiest first", detail: <span className="wrap-anywhere">{networks.join(", ") || "None known"}</span> },
            ]}
          />
        </Card>
        {rule ? (
          <Table
            caption="What was measured, beside its threshold"
            columns={columnsFor(measured)}
            rows={rule.when}
            rowKey={({ measure }) => measure}
          />
        ) : null}
      </Section>
      {rule ? (
        <Section title="What to do" lead={<>Also on the host, in docs/operations/runbooks/{ruleId}.md.</>}>
          <ol className="grid max-w-prose list-decimal gap-2 pl-6">
            {rule.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {isOpen && may(staff.role, "blocks.write") ? <Blocking networks={networks} email={email} /> : null}
          {isOpen && may(staff.role, "incidents.handle") ? (
            <Disclosure summary="Open an incident">
              <p className="text-soft">
                For when somebody may have got in, or data may be out. It keeps a timeline, and what has to be done and told.
              </p>
              <RowForm action={openIncident} name="anomaly" id={anomaly.id} about="from this anomaly">
                Open an incident
              </RowForm>
            </Disclosure>
          ) : null}
        </Section>
      ) : null}
      <Section title="What became of it" lead="Each word is kept with your name.">
        <Settled anomaly={anomaly} zone={zone} />
        {note ? <p className="max-w-prose whitespace-pre-line wrap-anywhere">{note}</p> : null}
        {isOpen && may(staff.role, "anomalies.handle") ? <SettleForm anomaly={anomaly.id} note={note} /> : null}
      </Section>
      <p>
        <TextLink href="/operator/anomalies" alone>
          All anomalies
        </TextLink>
      </p>
    </Stack>
  );
}

/** The first of the networks stands there already; the account where there is no network. */
function Blocking({ networks, email }: Pick<FullAnomaly, "networks" | "email">) {
  const target = email ?? networks.find((network) => network !== "others");
  return (
    <Disclosure summary="Shut a network or an account out">
      <BlockForm target={target} />
    </Disclosure>
  );
}

function Settled({ anomaly, zone }: { anomaly: FullAnomaly; zone: string }) {
  const { lookedByEmail, lookedAt, closedByEmail, closedAt } = anomaly;
  if (!lookedAt && !closedAt) return <p className="text-soft">Nobody has looked at it yet.</p>;
  return (
    <ul className="grid gap-1">
      {lookedAt ? (
        <li>
          <span className="wrap-anywhere">{lookedByEmail ?? "Somebody"}</span> looks into it since <DateTime at={lookedAt} zone={zone} />.
        </li>
      ) : null}
      {closedAt ? (
        <li>
          <span className="wrap-anywhere">{closedByEmail ?? "Somebody"}</span> closed it on <DateTime at={closedAt} zone={zone} />.
        </li>
      ) : null}
    </ul>
  );
}
