import Link from "next/link";
import { DateTime } from "@/app/_ui/date-time";
import { Money } from "@/app/_ui/money";
import { StatusBadge } from "@/app/_ui/status-badge";
import { Table } from "@/app/_ui/table";
import type { Unit } from "@/lib/billing/read-billing";
import { platformName } from "@/lib/platforms/ids";
import { WorkTime } from "../work-time";

function Standing({ unit }: { unit: Unit }) {
  if (unit.creditedAt) return <StatusBadge tone="warn">Credited</StatusBadge>;
  if (unit.stripeInvoiceId) return <StatusBadge tone="good">Invoiced</StatusBadge>;
  if (unit.state === "posted") return <StatusBadge tone="info">On the next invoice</StatusBadge>;
  return <StatusBadge tone="neutral">Being posted</StatusBadge>;
}

/** Every unit with its receipt, newest first. */
export function UnitList({ units, zone }: { units: Unit[]; zone: string }) {
  return (
    <Table
      caption="Accepted work orders and what became of their charges"
      rows={units}
      rowKey={(unit) => unit.acceptanceId}
      columns={[
        {
          head: "Time of the work",
          rowHead: true,
          cell: (unit) => <WorkTime from={unit.windowStart} to={unit.windowEnd} zone={zone} siteZone={unit.timeZone} />,
        },
        { head: "Confirmed", cell: (unit) => <DateTime at={unit.confirmedAt} zone={zone} /> },
        { head: "Platform", cell: (unit) => platformName(unit.platform) },
        { head: "Charge", cell: (unit) => <Standing unit={unit} /> },
        { head: "Amount", align: "end", cell: (unit) => <Money cents={unit.creditedAt ? 0 : unit.amountCents} /> },
        {
          head: "Receipt",
          cell: (unit) => (
            <Link className="text-link" href={`/billing/receipts/${unit.acceptanceId}`}>
              Receipt
            </Link>
          ),
        },
      ]}
    />
  );
}
