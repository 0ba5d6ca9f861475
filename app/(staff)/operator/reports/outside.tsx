import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { EmptyState } from "@/app/_ui/empty-state";
import { Form } from "@/app/_ui/form";
import { RelativeTime } from "@/app/_ui/relative-time";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { type BadgeTone, StatusBadge } from "@/app/_ui/status-badge";
import { TextArea } from "@/app/_ui/text-area";
import { may, type Role } from "@/lib/accounts/permissions";
import type { ListedPublicReport } from "@/lib/oversight/public-reports/handle";
import { RowForm } from "../row-form";
import { answer, openOutside } from "./actions";

type Props = { reports: ListedPublicReport[]; zone: string; role: Role; now: Date };

const kindNames = { access: "Suspected access", vulnerability: "Vulnerability" };
const answers = [
  { value: "", label: "Not closed yet: we look at it" },
  { value: "mended", label: "It was so, and is mended" },
  { value: "accepted", label: "It is so, and stays" },
  { value: "no_fault", label: "No fault was found" },
  { value: "duplicate", label: "Reported before" },
  { value: "unfit", label: "No such report" },
];

function badge({ state, dueAt }: ListedPublicReport, now: Date): { tone: BadgeTone; text: string } {
  if (state === "closed") return { tone: "good", text: "Closed" };
  if (state === "looking") return { tone: "info", text: "Looked at" };
  return dueAt < now ? { tone: "bad", text: "Late" } : { tone: "warn", text: "Waits" };
}

function One({ report, zone, role, now }: Omit<Props, "reports"> & { report: ListedPublicReport }) {
  const { id, reference, kind, text, contact, createdAt, dueAt, state, answer: said } = report;
  const { tone, text: stands } = badge(report, now);
  return (
    <Card title={`${reference}: ${kindNames[kind]}`} actions={<StatusBadge tone={tone}>{stands}</StatusBadge>}>
      <p className="text-soft">
        Received <DateTime at={createdAt} zone={zone} />.{" "}
        {state === "received" ? (
          <>
            Somebody has to look at it by <DateTime at={dueAt} zone={zone} />, <RelativeTime at={dueAt} now={now} zone={zone} />.
          </>
        ) : null}{" "}
        {contact ? (
          <span className="wrap-anywhere">Answer to: {contact}</span>
        ) : (
          "No address was given: the answer stands behind their link."
        )}
      </p>
      <p className="whitespace-pre-wrap wrap-anywhere">{text}</p>
      {said ? <p className="text-soft whitespace-pre-wrap wrap-anywhere">Answered: {said}</p> : null}
      {state !== "closed" && may(role, "reports.handle") ? (
        <Disclosure summary="Answer it">
          <Form action={answer} submit="Keep the answer">
            <input type="hidden" name="report" value={id} />
            <Select name="outcome" label="What came of it" options={answers} />
            <TextArea name="answer" label="What the reporter reads" defaultValue={said} maxLength={2_000} />
          </Form>
        </Disclosure>
      ) : null}
      {may(role, "incidents.handle") ? (
        <RowForm action={openOutside} name="report" id={id} about={`from ${reference}`}>
          Open its incident
        </RowForm>
      ) : null}
    </Card>
  );
}

/** Reports from anybody: what they say, by when somebody has to have looked, and what they are answered. */
export function Outside({ reports, ...rest }: Props) {
  return (
    <Section
      title="From outside"
      lead="Sent at /report, with an account or without. What they say may be untrue, and a link in it may be a trap."
    >
      {reports.length === 0 ? (
        <EmptyState title="None yet">Vulnerabilities and suspected accesses that anybody reports appear here, with their clock.</EmptyState>
      ) : null}
      {reports.map((report) => (
        <One key={report.id} report={report} {...rest} />
      ))}
    </Section>
  );
}
