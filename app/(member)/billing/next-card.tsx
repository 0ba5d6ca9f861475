import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Money } from "@/app/_ui/money";
import { TextLink } from "@/app/_ui/text-link";
import type { NextInvoice, NextLine } from "@/lib/billing/next-invoice";
import { platformName } from "@/lib/platforms/ids";

function Line({ line: { what, unit, amountCents }, zone }: { line: NextLine; zone: string }) {
  return (
    <li className="flex items-baseline justify-between gap-4">
      <span className="min-w-0">
        {unit === null ? (
          "The plan, for the next month"
        ) : (
          <>
            {what === "credit" ? "Given back: order on " : "Order on "}
            {platformName(unit.platform)}, confirmed <DateTime at={unit.confirmedAt} zone={zone} show="date" />.{" "}
            <TextLink href={`/billing/receipts/${unit.acceptanceId}`}>Receipt</TextLink>
          </>
        )}
      </span>
      <Money cents={amountCents} />
    </li>
  );
}

/** The next invoice as it would be now, with each thing on it as a line. */
export function NextCard({ next, zone }: { next: NextInvoice; zone: string }) {
  const title = next.at ? `${next.last ? "Last" : "Next"} invoice so far` : "Invoice that is being drawn";
  return (
    <Card title={title}>
      <ul className="grid gap-2">
        {next.lines.map((line) => (
          <Line key={`${line.what}:${line.unit?.acceptanceId ?? ""}`} line={line} zone={zone} />
        ))}
        {next.lines.length === 0 ? <li className="text-soft">Nothing is on it yet.</li> : null}
      </ul>
      <DefinitionList
        items={[
          { term: "Total", detail: <Money cents={next.totalCents} /> },
          { term: "Drawn", detail: next.at ? <DateTime at={next.at} zone={zone} show="date" /> : "Within minutes" },
        ]}
      />
    </Card>
  );
}
