import { capital } from "@/app/_ui/capital";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Disclosure } from "@/app/_ui/disclosure";
import { RelativeTime } from "@/app/_ui/relative-time";
import { Select } from "@/app/_ui/select";
import { severities } from "@/lib/oversight/incidents/kinds";
import { addNote, changeSeverity, goOn, take } from "./actions";
import { IncidentForm } from "./incident-form";
import type { Part } from "./parts";

const next = {
  open: { to: "contained", text: "It can do no more harm: what was needed is stopped." },
  contained: { to: "resolved", text: "Its cause is gone, and what was stopped can go on." },
  resolved: { to: "closed", text: "Every corrective action has its test or change, and each authority is settled." },
} as const;

function Times({ incident: { discoveredAt, containedAt, resolvedAt, closedAt, lead, scribe }, zone, now }: Part) {
  const at = (moment: Date | null) => (moment ? <DateTime at={moment} zone={zone} /> : <span className="text-soft">Not yet</span>);
  const items = [
    {
      term: "Known since",
      detail: (
        <>
          <DateTime at={discoveredAt} zone={zone} />, <RelativeTime at={discoveredAt} now={now} zone={zone} />
        </>
      ),
    },
    { term: "Contained", detail: at(containedAt) },
    { term: "Resolved", detail: at(resolvedAt) },
    { term: "Closed", detail: at(closedAt) },
    { term: "Lead", detail: <span className="wrap-anywhere">{lead ?? "Nobody yet"}</span> },
    { term: "Keeps the timeline", detail: <span className="wrap-anywhere">{scribe ?? "Nobody yet"}</span> },
  ];
  return <DefinitionList items={items} />;
}

/** The clock, the roles, and how it moves on. */
export function Standing(part: Part) {
  const { incident, acts } = part;
  const { id, state, severity } = incident;
  const step = state === "closed" ? null : next[state];
  return (
    <Card>
      <Times {...part} />
      {acts && step ? (
        <>
          <Disclosure summary={`Move on to ${step.to}`}>
            <p className="text-soft">{step.text} It does not go back.</p>
            <IncidentForm incident={id} action={goOn} submit={`It is ${step.to}`} why="Why you say so">
              <input type="hidden" name="from" value={state} />
            </IncidentForm>
          </Disclosure>
          <Disclosure summary="Write a note">
            <IncidentForm incident={id} action={addNote} submit="Write it down" why="Note" />
          </Disclosure>
          <Disclosure summary="Change severity or roles">
            <IncidentForm incident={id} action={changeSeverity} submit="Change the severity" why="Why it changes">
              <Select
                name="severity"
                label="Severity"
                options={severities.map((value) => ({ value, label: capital(value) }))}
                defaultValue={severity}
                required
              />
            </IncidentForm>
            <div className="flex flex-wrap gap-3">
              <IncidentForm incident={id} action={take} submit="Take the lead" tone="secondary">
                <input type="hidden" name="role" value="lead" />
              </IncidentForm>
              <IncidentForm incident={id} action={take} submit="Keep the timeline" tone="secondary">
                <input type="hidden" name="role" value="scribe" />
              </IncidentForm>
            </div>
          </Disclosure>
        </>
      ) : null}
    </Card>
  );
}
