import type { Metadata } from "next";
import { Disclosure } from "@/app/_ui/disclosure";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { keptOtherwise } from "@/lib/oversight/retention/kept-otherwise";
import { type DescribedTable, describeData } from "@/lib/terms/describe-data";

export const metadata: Metadata = {
  title: "What is kept",
  description:
    "Every table and column that Holdfast keeps: what it says, what it is for, for how long, and what erasing an account does to it.",
};

const otherColumns: Column<(typeof keptOtherwise)[number]>[] = [
  { head: "What else", rowHead: true, cell: ({ what }) => what },
  { head: "How long", prose: true, cell: ({ how }) => how },
];

function Facts({ table }: { table: DescribedTable }) {
  const facts = [
    ["Why it may be kept", [table.basis]],
    ["How long", table.keptFor],
    ["When an account is erased", [table.onErasure]],
  ] as const;
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
      {facts.map(([term, details]) => (
        <div key={term} className="contents">
          <dt className="text-soft">{term}</dt>
          <dd className="grid gap-1">
            {details.map((detail) => (
              <span key={detail}>{detail}.</span>
            ))}
          </dd>
        </div>
      ))}
      {table.columns.map(({ says, names }) => (
        <div key={says} className="contents">
          <dt className="text-soft">{says}</dt>
          <dd className="wrap-anywhere">
            <code className="text-sm">{names.join(", ")}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The data map, made from the schema itself: what it does not name the service does not have. */
export default function KeptDataPage() {
  const tables = describeData();
  const purposes = [...new Set(tables.map(({ purpose }) => purpose))];
  return (
    <Stack>
      <PageHeader
        title="What is kept"
        lead={
          <p>
            Every table and column, by what it is for. The list is the one that the software is built from: a column that is not on it does
            not compile. How long things are kept the database enforces. It is what clauses 7a to 7c of{" "}
            <TextLink href="/policy#section-7">the policy</TextLink> come to.
          </p>
        }
      />
      {purposes.map((purpose) => (
        <Section key={purpose} title={purpose}>
          <div className="grid gap-2">
            {tables
              .filter((table) => table.purpose === purpose)
              .map((table) => (
                <Disclosure key={table.table} summary={table.about}>
                  <p className="text-soft">
                    Table <code className="text-sm">{table.table}</code>
                  </p>
                  <Facts table={table} />
                </Disclosure>
              ))}
          </div>
        </Section>
      ))}
      <Section title="Kept otherwise, or not at all">
        <Table caption="What is kept otherwise" columns={otherColumns} rows={keptOtherwise} rowKey={({ what }) => what} />
      </Section>
    </Stack>
  );
}
