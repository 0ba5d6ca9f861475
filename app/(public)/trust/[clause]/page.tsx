import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DateTime } from "@/app/_ui/date-time";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { strengths } from "@/lib/policy/control";
import type { JudgedCheck } from "@/lib/policy/judge-clauses";
import { readTrust } from "@/lib/policy/read-trust";
import { policyInForce } from "@/lib/terms/policy";
import { describeHistory, History } from "../history";
import { OutcomeBadge } from "../outcome";

type Props = { params: Promise<{ clause: string }> };

const textOf = (id: string) =>
  policyInForce()
    .sections.flatMap(({ clauses }) => [...clauses])
    .find((clause) => clause.id === id)?.text ?? null;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { clause } = await params;
  return { title: textOf(clause) ? `Clause ${clause}` : "Trust" };
}

const zone = "UTC";
const often = (everyMs: number) => (everyMs >= 3_600_000 ? `${everyMs / 3_600_000} h` : `${everyMs / 60_000} min`);
const columns: Column<JudgedCheck>[] = [
  {
    head: "What is looked at",
    rowHead: true,
    cell: ({ about, id }) => (
      <>
        {about} <code className="text-sm text-soft">{id}</code>
      </>
    ),
  },
  { head: "Result", cell: ({ result }) => <OutcomeBadge result={result} /> },
  { head: "What was seen", prose: true, cell: ({ seen }) => seen },
  { head: "When", cell: ({ at }) => (at ? <DateTime at={at} zone={zone} /> : "Not yet") },
  { head: "Every", cell: ({ everyMs }) => <span className="whitespace-nowrap">{often(everyMs)}</span> },
];

export default async function ClausePage({ params }: Props) {
  const { clause: id } = await params;
  const text = textOf(id);
  if (text === null) notFound();
  const { clauses, statement } = await readTrust();
  const clause = clauses.find((one) => one.clause === id);
  return (
    <Stack>
      <PageHeader
        title={`Clause ${id}`}
        lead={
          <p>
            {text} <TextLink href={`/policy#clause-${id}`}>In the policy</TextLink>.
          </p>
        }
      />
      {clause ? (
        <>
          <Section title="How it stands">
            <p className="flex flex-wrap items-baseline gap-3">
              <OutcomeBadge result={clause.result} /> {clause.seen}
            </p>
            <History history={clause.history} />
            <p className="text-sm text-soft">{describeHistory(clause.history)} A clause is as good as the worst of its checks.</p>
          </Section>
          <Section title="How it is kept">
            <p>{clause.control.mechanism}</p>
            <p className="text-soft">{strengths[clause.control.strength]}.</p>
          </Section>
          <Section title="What this does not cover">
            <p>{clause.control.limits}</p>
          </Section>
          <Section title="Evidence">
            <Table caption={`Checks of clause ${id}`} columns={columns} rows={clause.checks} rowKey={(check) => check.id} />
            {statement ? (
              <p>
                Signed by the worker: <TextLink href={`/api/trust/${statement.sequence}`}>statement {statement.sequence}</TextLink>, of{" "}
                <DateTime at={statement.signedAt} zone={zone} />.
              </p>
            ) : null}
          </Section>
          <Section title="How you check it yourself">
            <p>{clause.control.outside}</p>
          </Section>
        </>
      ) : (
        <Section title="Nothing to look at">
          <p>This clause promises nothing that could be looked at. What each mechanism does not cover is said on the page of its clause.</p>
        </Section>
      )}
      <p>
        <TextLink href="/trust">All clauses</TextLink>
      </p>
    </Stack>
  );
}
