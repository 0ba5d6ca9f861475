import Link from "next/link";
import { DateTime } from "@/app/_ui/date-time";
import { Money } from "@/app/_ui/money";
import { StatusBadge } from "@/app/_ui/status-badge";
import { Table } from "@/app/_ui/table";
import type { ReceiptRow } from "@/db/queries/charges";
import { platformName } from "@/lib/platforms/ids";

function Standing({ receipt }: { receipt: ReceiptRow }) {
  if (receipt.stripeInvoiceId) return <StatusBadge tone="good">Invoiced</StatusBadge>;
  if (receipt.state === "posted") return <StatusBadge tone="info">On the next invoice</StatusBadge>;
  return <StatusBadge tone="neutral">Being posted</StatusBadge>;
}

/** Every unit with its receipt, newest first. */
export function UnitList({ receipts, zone }: { receipts: ReceiptRow[]; zone: string }) {
  return (
    <Table
      caption="Accepted work orders and what became of their charges"
      rows={receipts}
      rowKey={(receipt) => receipt.acceptanceId}
      columns={[
        { head: "Confirmed", rowHead: true, cell: (receipt) => <DateTime at={receipt.confirmedAt} zone={zone} /> },
        { head: "Platform", cell: (receipt) => platformName(receipt.platform) },
        { head: "Charge", cell: (receipt) => <Standing receipt={receipt} /> },
        { head: "Amount", align: "end", cell: (receipt) => <Money cents={receipt.amountCents} /> },
        {
          head: "Receipt",
          cell: (receipt) => (
            <Link className="text-link" href={`/billing/receipts/${receipt.acceptanceId}`}>
              Receipt
            </Link>
          ),
        },
      ]}
    />
  );
}
