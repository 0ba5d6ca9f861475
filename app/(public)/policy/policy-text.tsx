import { DefinitionList } from "@/app/_ui/definition-list";
import { formatMoney } from "@/app/_ui/money";
import { PageHeader } from "@/app/_ui/page-header";
import { TextLink } from "@/app/_ui/text-link";
import { whenBilled, whenCredited } from "@/app/_ui/when-billed";
import { policyInForce, takesEffect } from "@/lib/terms/policy";
import type { PolicyDocument } from "@/lib/terms/policy-document";
import { Contents } from "./contents";
import { longDate } from "./long-date";
import { SectionText } from "./section-text";
import { VersionList } from "./version-list";

/** Where a version stands beside the one in force, as the label of its date. */
function standingOf(policy: PolicyDocument): string {
  const current = policyInForce();
  if (policy.version === current.version) return "In effect since";
  return takesEffect(policy) > takesEffect(current) ? "Takes effect on" : "No longer in force; took effect on";
}

/** One version whole: each clause under its own address, such as /policy#clause-4a. */
export function PolicyText({ policy }: { policy: PolicyDocument }) {
  const effective = <time dateTime={policy.effective}>{longDate(policy.effective)}</time>;
  const standing = standingOf(policy);
  return (
    <div className="grid gap-8 sm:gap-10">
      <PageHeader
        title={policy.title}
        lead={
          <p>
            What we commit to, clause by clause, and what we ask of you. {standing} {effective}. What is kept of you, column by column, has{" "}
            <TextLink href="/trust/data">a page of its own</TextLink>.
          </p>
        }
      />
      <div className="max-w-2xl rounded-panel border border-line bg-surface px-5 py-4 sm:px-6">
        <DefinitionList
          items={[
            { term: standing, detail: effective },
            { term: "Version", detail: policy.version },
            { term: "Monthly price", detail: formatMoney(policy.prices.monthlyCents) },
            { term: "Each accepted work order (one bandwidth unit)", detail: formatMoney(policy.prices.unitCents) },
            { term: "When it is billed", detail: whenBilled, prose: true },
            { term: "When it is given back", detail: whenCredited, prose: true },
          ]}
        />
      </div>
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[15rem_minmax(0,42rem)]">
        <Contents sections={policy.sections} />
        <article className="grid gap-10">
          {policy.sections.map((section) => (
            <SectionText key={section.number} section={section} />
          ))}
          <section aria-labelledby="notices" className="grid gap-3 print:break-inside-avoid">
            <h2 id="notices" className="scroll-mt-6 border-b-2 border-kelp pb-2 text-xl">
              Notices
            </h2>
            {policy.notices.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </section>
          <VersionList shown={policy.version} />
        </article>
      </div>
    </div>
  );
}
