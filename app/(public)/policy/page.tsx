import type { Metadata } from "next";
import { DefinitionList } from "@/app/_ui/definition-list";
import { formatMoney } from "@/app/_ui/money";
import { PageHeader } from "@/app/_ui/page-header";
import { TextLink } from "@/app/_ui/text-link";
import { whenBilled } from "@/app/_ui/when-billed";
import { policy } from "@/lib/terms/policy";
import { prices } from "@/lib/terms/prices";
import { Contents } from "./contents";
import { longDate } from "./long-date";
import { SectionText } from "./section-text";

export const metadata: Metadata = {
  title: policy.title,
  description:
    "What Holdfast commits to, clause by clause: encryption, access, passwords, retention, incidents, and what it asks of members.",
};

/** The policy in force, each clause under its own address: /policy#clause-4a. */
export default function PolicyPage() {
  const effective = <time dateTime={policy.effective}>{longDate(policy.effective)}</time>;
  return (
    <div className="grid gap-8 sm:gap-10">
      <PageHeader
        title={policy.title}
        lead={
          <p>
            What we commit to, clause by clause, and what we ask of you. In effect since {effective}. What is kept of you, column by column,
            has <TextLink href="/trust/data">a page of its own</TextLink>.
          </p>
        }
      />
      <div className="max-w-2xl rounded-panel border border-line bg-surface px-5 py-4 sm:px-6">
        <DefinitionList
          items={[
            { term: "In effect since", detail: effective },
            { term: "Version", detail: policy.version },
            { term: "Monthly price", detail: formatMoney(prices.monthlyCents) },
            { term: "Each accepted work order (one bandwidth unit)", detail: formatMoney(prices.unitCents) },
            { term: "When it is billed", detail: whenBilled },
          ]}
        />
      </div>
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[15rem_minmax(0,42rem)]">
        <Contents sections={policy.sections} />
        <article className="grid gap-10">
          {policy.sections.map((section) => (
            <SectionText key={section.number} section={section} />
          ))}
        </article>
      </div>
    </div>
  );
}
