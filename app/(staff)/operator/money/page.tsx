import { Button } from "@/app/_ui/button";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Money } from "@/app/_ui/money";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { StatusBadge } from "@/app/_ui/status-badge";
import { type Column, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { may } from "@/lib/accounts/permissions";
import { type Books, type Month, mostDifferences, type Round, readFigures } from "@/lib/billing/read-figures";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireStaff, staffActor, titleFor } from "@/lib/web/session";
import { RowForm } from "../row-form";
import { compareNow } from "./actions";
import { comparisonColumns } from "./comparison-columns";
import { comparisonsShape } from "./comparisons/shape";
import { Differences } from "./differences";
import { MonthBars } from "./month-bars";
import { roundNames } from "./texts";

export const generateMetadata = () => titleFor("money.read", "Money");

const monthColumns: Column<Month>[] = [
  { head: "Month", rowHead: true, cell: ({ month }) => month },
  { head: "Paid", align: "end", cell: ({ revenueCents }) => <Money cents={revenueCents} /> },
  { head: "Units", align: "end", cell: ({ units }) => String(units) },
  { head: "Credited", align: "end", cell: ({ creditCents }) => <Money cents={creditCents} /> },
  { head: "Refunded", align: "end", cell: ({ refundCents }) => <Money cents={refundCents} /> },
  { head: "Payments that failed", align: "end", cell: ({ failedPayments }) => String(failedPayments) },
];

/** The months, newest first, without those before anything came in; the newest always. */
function monthsWithFigures(months: Month[]): Month[] {
  const first = months.findLastIndex((month) => Object.values(month).some((value) => typeof value === "number" && value > 0));
  return months.slice(0, Math.max(first, 0) + 1);
}

/** A plain form: its answer is a file, or leads to the verification page and back. */
function ExportForm() {
  return (
    <form action="/operator/money/export" method="post">
      <Button type="submit" tone="secondary">
        Export as CSV
      </Button>
    </form>
  );
}

const roundColumns = (zone: string): Column<Round>[] => [
  { head: "Check", rowHead: true, cell: ({ name }) => roundNames[name] },
  {
    head: "State",
    cell: ({ outcome }) => {
      if (!outcome) return <StatusBadge tone="neutral">Not yet</StatusBadge>;
      return outcome === "well" ? <StatusBadge tone="good">In order</StatusBadge> : <StatusBadge tone="bad">Needs a look</StatusBadge>;
    },
  },
  { head: "What it found", cell: ({ detail }) => detail ?? "Nothing yet" },
  { head: "Last ended", cell: ({ finishedAt }) => (finishedAt ? <DateTime at={finishedAt} zone={zone} /> : "Not yet") },
  { head: "Next", cell: ({ nextAt }) => <DateTime at={nextAt} zone={zone} /> },
];

function Webhooks({ webhooks, zone }: { webhooks: Books["webhooks"]; zone: string }) {
  const { waiting, oldestWaiting, lastReceived } = webhooks;
  return (
    <DefinitionList
      items={[
        { term: "Waiting to be handled", detail: String(waiting) },
        { term: "Oldest that waits", detail: oldestWaiting ? <DateTime at={oldestWaiting} zone={zone} /> : "None" },
        { term: "Last received", detail: lastReceived ? <DateTime at={lastReceived} zone={zone} /> : "None yet" },
      ]}
    />
  );
}

export default async function MoneyPage() {
  const staff = await requireStaff("money.read");
  const [books, zone] = await Promise.all([readFigures(staffActor(staff)), readTimeZone(staff.accountId)]);
  const mayRepair = may(staff.role, "books.repair");
  return (
    <Stack>
      <PageHeader title="Money" lead="What came in, and whether our books and Stripe's agree." actions={<ExportForm />} />
      <Section title="Differences" lead="Nothing is repaired before somebody asks for it, with a reason.">
        {mayRepair ? (
          <RowForm action={compareNow} name="books" id="all" about="with Stripe's">
            Compare the books now
          </RowForm>
        ) : null}
        <Differences differences={books.differences} zone={zone} mayRepair={mayRepair} />
        {books.differences.length === mostDifferences ? (
          <p className="text-soft">The oldest {mostDifferences} that are open are shown. The others follow as these are settled.</p>
        ) : null}
        <p>
          <TextLink href="/operator/money/differences" alone>
            All differences, settled ones too
          </TextLink>
        </p>
      </Section>
      <Section
        title="Months"
        lead="In UTC. Paid is what cards were charged in the month, before refunds. A payment that failed counts in the month of its invoice."
      >
        <MonthBars months={books.months} />
        <Table caption="Figures by month" columns={monthColumns} rows={monthsWithFigures(books.months)} rowKey={({ month }) => month} />
      </Section>
      <Section title="Checks" lead="What the worker goes through by itself.">
        <Table caption="Checks" columns={roundColumns(zone)} rows={books.rounds} rowKey={({ name }) => name} />
      </Section>
      <Section title="Webhooks" lead="What Stripe tells us of, by event.">
        <Webhooks webhooks={books.webhooks} zone={zone} />
      </Section>
      {books.runs.length > 0 ? (
        <Section title="Comparisons" lead="The latest.">
          <Table
            caption="The latest comparisons of the books"
            columns={comparisonColumns(zone)}
            rows={books.runs}
            rowKey={({ id }) => id}
          />
          <p>
            <TextLink href={comparisonsShape.path} alone>
              All comparisons
            </TextLink>
          </p>
        </Section>
      ) : null}
    </Stack>
  );
}
