import { DateTime } from "@/app/_ui/date-time";
import { Money } from "@/app/_ui/money";
import { StatusBadge } from "@/app/_ui/status-badge";
import { Table } from "@/app/_ui/table";
import type { Refund } from "@/lib/billing/read-refunds";

/** What went back to the card for unused days of a paid month. */
export function RefundList({ refunds, zone }: { refunds: Refund[]; zone: string }) {
  return (
    <Table
      caption="Refunds of unused days"
      rows={refunds}
      rowKey={(refund) => refund.id}
      columns={[
        { head: "Date", rowHead: true, cell: (refund) => <DateTime at={refund.settledAt ?? refund.createdAt} zone={zone} show="date" /> },
        {
          head: "Status",
          cell: (refund) =>
            refund.state === "posted" ? (
              <StatusBadge tone="good">Sent to your card</StatusBadge>
            ) : (
              <StatusBadge tone="info">On its way</StatusBadge>
            ),
        },
        { head: "Amount", align: "end", cell: (refund) => <Money cents={refund.amountCents} /> },
      ]}
    />
  );
}
