import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { Money } from "@/app/_ui/money";
import { StatusBadge } from "@/app/_ui/status-badge";
import { Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import type { Invoice } from "@/lib/billing/read-billing";

const words: Record<string, { text: string; tone: "good" | "warn" | "bad" | "neutral" }> = {
  paid: { text: "Paid", tone: "good" },
  open: { text: "Open", tone: "warn" },
  draft: { text: "Draft", tone: "neutral" },
  uncollectible: { text: "Not collected", tone: "bad" },
  void: { text: "Void", tone: "neutral" },
};

function Links({ invoice: { status, pdfUrl, hostedUrl, number } }: { invoice: Invoice }) {
  if (!pdfUrl && !hostedUrl) return "Not yet";
  return (
    <span className="flex flex-wrap gap-x-4 max-sm:justify-end">
      {pdfUrl ? (
        <a className="text-link" href={pdfUrl}>
          PDF<span className="sr-only"> of {number}</span>
        </a>
      ) : null}
      {status === "open" && hostedUrl ? (
        <a className="text-link" href={hostedUrl}>
          Pay<span className="sr-only"> {number}</span>
        </a>
      ) : null}
    </span>
  );
}

/** What it comes to, and what is to be paid of it where a credit covers a part. */
function Total({ invoice: { status, totalCents, remainingCents } }: { invoice: Invoice }) {
  if (status !== "open" || remainingCents === totalCents) return <Money cents={totalCents} />;
  return (
    <>
      <Money cents={totalCents} />
      <span className="block text-sm text-soft">
        <Money cents={remainingCents} /> to pay
      </span>
    </>
  );
}

/** The invoices as Stripe has them, each with its lines. */
export function InvoiceList({ invoices, zone }: { invoices: Invoice[]; zone: string }) {
  return (
    <Table
      caption="Invoices"
      rows={invoices}
      rowKey={(invoice) => invoice.id}
      columns={[
        { head: "Date", rowHead: true, cell: (invoice) => <DateTime at={invoice.issuedAt} zone={zone} show="date" /> },
        { head: "Number", cell: (invoice) => invoice.number ?? "Not numbered yet" },
        {
          head: "Status",
          cell: (invoice) => {
            const word = words[invoice.status] ?? { text: invoice.status, tone: "neutral" as const };
            return <StatusBadge tone={word.tone}>{word.text}</StatusBadge>;
          },
        },
        {
          head: "Lines",
          cell: (invoice) => (
            <Disclosure summary={`${invoice.lines.length} ${invoice.lines.length === 1 ? "line" : "lines"}`}>
              <ul className="grid gap-1 text-sm">
                {invoice.lines.map((line, index) => (
                  <li key={line.acceptanceId ?? index}>
                    {line.acceptanceId ? (
                      <TextLink href={`/billing/receipts/${line.acceptanceId}`}>{line.description}</TextLink>
                    ) : (
                      line.description
                    )}
                    : <Money cents={line.amountCents} />
                  </li>
                ))}
              </ul>
            </Disclosure>
          ),
        },
        { head: "Total", align: "end", cell: (invoice) => <Total invoice={invoice} /> },
        { head: "At Stripe", cell: (invoice) => <Links invoice={invoice} /> },
      ]}
    />
  );
}
