import { Card } from "@/app/_ui/card";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Disclosure } from "@/app/_ui/disclosure";
import { StatusBadge } from "@/app/_ui/status-badge";
import type { ProcessorRow } from "@/lib/oversight/processors/read";
import { RowForm } from "../row-form";
import { withdraw } from "./actions";
import { FactsForm } from "./facts-form";
import { PromiseForm } from "./promise-form";

type Props = { of: ProcessorRow; isCalled: boolean; mayWrite: boolean; today: string };

function Badge({
  of: { code, agreement, certificate, certificateUntil, reviewedOn, reviewDue, region },
  today,
}: Pick<Props, "of" | "today">) {
  if (certificateUntil !== null && certificateUntil < today) return <StatusBadge tone="bad">Certificate expired</StatusBadge>;
  if (reviewDue !== null && reviewDue < today) return <StatusBadge tone="bad">Review overdue</StatusBadge>;
  if (code === "calendars") return <StatusBadge tone="neutral">Members' own choice</StatusBadge>;
  const isShown = agreement !== null && certificate !== null && reviewedOn !== null && region !== "";
  return isShown ? <StatusBadge tone="good">Evidenced</StatusBadge> : <StatusBadge tone="warn">Not evidenced</StatusBadge>;
}

const shown = (text: string | null, day: string | null, words: string) => (text === null ? "Not shown" : `${text}, ${words} ${day}`);

/** One processor: what is promised of it, what is known of it, and what can be done about it. */
export function ProcessorCard({ of, isCalled, mayWrite, today }: Props) {
  const items = [
    { term: "For", detail: of.purpose },
    { term: "Receives", detail: of.data },
    { term: "Where", detail: of.region || "Not said yet" },
    { term: "Hosts", detail: <span className="wrap-anywhere">{of.hosts.join(", ") || "None named"}</span> },
    { term: "Agreement", detail: <span className="wrap-anywhere">{shown(of.agreement, of.agreedOn, "of")}</span> },
    { term: "Certificate", detail: shown(of.certificate, of.certificateUntil, "until") },
    { term: "Review", detail: of.reviewedOn === null ? "Not looked at yet" : `${of.reviewedOn}, next by ${of.reviewDue}` },
  ];
  return (
    <Card title={of.name} actions={<Badge of={of} today={today} />}>
      <DefinitionList items={items} />
      {mayWrite ? (
        <>
          <Disclosure summary="Agreement, certificate, review">
            <FactsForm of={of} />
          </Disclosure>
          <Disclosure summary="Change what is promised">
            {isCalled ? (
              <p className="text-soft">
                The software itself says what this one is for and what it receives. Change those words together with the software, or clause
                9 reads as failing.
              </p>
            ) : null}
            <PromiseForm of={of} />
          </Disclosure>
          {isCalled ? null : (
            <RowForm action={withdraw} name="processor" id={of.id} about={of.name} danger>
              Take off the list
            </RowForm>
          )}
        </>
      ) : null}
    </Card>
  );
}
