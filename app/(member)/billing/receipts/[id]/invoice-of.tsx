import { DateTime } from "@/app/_ui/date-time";
import type { Invoice } from "@/lib/billing/read-billing";
import type { Receipt } from "@/lib/billing/read-receipt";

const nameOf = ({ number, id }: Invoice) => number ?? id;
const standings: Record<string, string> = {
  draft: "being drawn",
  open: "open",
  paid: "paid",
  uncollectible: "not collected",
  void: "void",
};

/** What is still to come where no invoice bears the charge yet. */
function comingText({ plan }: Receipt): string {
  if (plan.standing === "ended" || plan.cancelAtPeriodEnd) return "the last one, when the plan ends";
  return "the next one";
}

/** Which invoice bears the charge, and which one it was too late for. */
export function InvoiceOf({ receipt, zone }: { receipt: Receipt; zone: string }) {
  const { invoice, missed } = receipt;
  const on = invoice ? (
    <>
      {invoice.pdfUrl ? (
        <a className="text-link" href={invoice.pdfUrl}>
          {nameOf(invoice)}
        </a>
      ) : (
        nameOf(invoice)
      )}{" "}
      of <DateTime at={invoice.issuedAt} zone={zone} show="date" />, {standings[invoice.status] ?? invoice.status}
    </>
  ) : (
    comingText(receipt)
  );
  if (missed)
    return (
      <>
        Too late for {nameOf(missed)}, on {on}
      </>
    );
  return invoice ? on : <>On {on}</>;
}
