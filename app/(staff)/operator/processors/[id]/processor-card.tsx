import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Disclosure } from "@/app/_ui/disclosure";
import type { ListedProcessor } from "@/lib/oversight/processors/list";
import { RowForm } from "../../row-form";
import { withdraw } from "../actions";
import { PromiseForm } from "../promise-form";
import { FactsForm } from "./facts-form";

type Props = { of: ListedProcessor; isCalled: boolean; mayWrite: boolean; zone: string };

const shown = (text: string | null, day: string | null, words: string) => (text === null ? "Not shown" : `${text}, ${words} ${day}`);

/** One processor: what is promised of it, what is known of it, and what can be done about it. */
export function ProcessorCard({ of, isCalled, mayWrite, zone }: Props) {
  const items = [
    { term: "For", detail: of.purpose },
    { term: "Receives", detail: of.data },
    { term: "Where", detail: of.region || "Not said yet" },
    { term: "Hosts", detail: <span className="wrap-anywhere">{of.hosts.join(", ") || "None named"}</span> },
    { term: "Called by the software", detail: isCalled ? "Yes" : "No" },
    { term: "On the list since", detail: <DateTime at={of.since} zone={zone} /> },
    ...(of.withdrawnAt ? [{ term: "Taken off it", detail: <DateTime at={of.withdrawnAt} zone={zone} /> }] : []),
    { term: "Agreement", detail: <span className="wrap-anywhere">{shown(of.agreement, of.agreedOn, "of")}</span> },
    { term: "Certificate", detail: shown(of.certificate, of.certificateUntil, "until") },
    { term: "Review", detail: of.reviewedOn === null ? "Not looked at yet" : `${of.reviewedOn}, next by ${of.reviewDue}` },
  ];
  return (
    <>
      <Card title="What is promised and known">
        <DefinitionList items={items} />
      </Card>
      {mayWrite && of.withdrawnAt === null ? (
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
    </>
  );
}
