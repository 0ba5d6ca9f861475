import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { EmptyState } from "@/app/_ui/empty-state";
import { Field } from "@/app/_ui/field";
import { Section } from "@/app/_ui/section";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextArea } from "@/app/_ui/text-area";
import { done, plan } from "./duty-actions";
import { IncidentForm } from "./incident-form";
import type { Part } from "./parts";

/** What prevents the next one: each with who does it, by when, and the test or change that it led to. */
export function Corrective({ incident: { id, actions }, zone, acts, now }: Part) {
  return (
    <Section
      title="Prevent the next"
      lead="At least one corrective action, and each with its test or change: without that an incident cannot be closed."
    >
      {actions.length === 0 ? (
        <EmptyState title="No corrective action yet">Plan one with an owner and a date. Late ones are shown to staff.</EmptyState>
      ) : null}
      {actions.map(({ id: action, text, owner, dueAt, link, doneAt }) => (
        <Card
          key={action}
          title={<span className="wrap-anywhere">{text}</span>}
          actions={
            doneAt ? (
              <StatusBadge tone="good">Done</StatusBadge>
            ) : dueAt < now ? (
              <StatusBadge tone="bad">Late</StatusBadge>
            ) : (
              <StatusBadge tone="warn">Open</StatusBadge>
            )
          }
        >
          <p className="wrap-anywhere">
            {owner}, by <DateTime at={dueAt} zone={zone} show="date" />.{" "}
            {doneAt ? (
              <>
                Done on <DateTime at={doneAt} zone={zone} show="date" />: {link}
              </>
            ) : null}
          </p>
          {acts && !doneAt ? (
            <IncidentForm incident={id} action={done} submit="It is done" tone="secondary">
              <input type="hidden" name="action" value={action} />
              <Field name="link" label="The test or change it led to" hint="A path, a commit, an address" maxLength={500} required />
            </IncidentForm>
          ) : null}
        </Card>
      ))}
      {acts ? (
        <Disclosure summary="Plan a corrective action">
          <IncidentForm incident={id} action={plan} submit="Plan it">
            <TextArea name="text" label="What is done so that it does not happen again" maxLength={1_000} rows={2} required />
            <Field name="owner" label="Who does it" type="email" hint="The address of somebody of staff" maxLength={254} required />
            <Field name="due" label="By when" type="date" required />
          </IncidentForm>
        </Disclosure>
      ) : null}
    </Section>
  );
}
