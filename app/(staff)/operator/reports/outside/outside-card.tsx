import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { Form } from "@/app/_ui/form";
import { RelativeTime } from "@/app/_ui/relative-time";
import { Select } from "@/app/_ui/select";
import { TextArea } from "@/app/_ui/text-area";
import { may, type Role } from "@/lib/accounts/permissions";
import type { ListedPublicReport } from "@/lib/oversight/public-reports/list";
import { RowForm } from "../../row-form";
import { answer, openOutside } from "../actions";
import { kindNames, OutsideBadge } from "./outside-badge";

type Props = { report: ListedPublicReport; zone: string; role: Role; now: Date };

const answers = [
  { value: "", label: "Not closed yet: we look at it" },
  { value: "mended", label: "It was so, and is mended" },
  { value: "accepted", label: "It is so, and stays" },
  { value: "no_fault", label: "No fault was found" },
  { value: "duplicate", label: "Reported before" },
  { value: "unfit", label: "No such report" },
];

/** A report from anybody: what it says, by when somebody has to have looked, and what it is answered. */
export function OutsideCard({ report, zone, role, now }: Props) {
  const { id, reference, kind, text, contact, createdAt, dueAt, state, answer: said } = report;
  return (
    <Card title={`${reference}: ${kindNames[kind]}`} actions={<OutsideBadge report={report} now={now} />}>
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
