import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Form } from "@/app/_ui/form";
import { Money } from "@/app/_ui/money";
import { StatusBadge } from "@/app/_ui/status-badge";
import type { Billing } from "@/lib/billing/read-billing";
import { prices } from "@/lib/terms/prices";
import { manage } from "./actions";

/** The plan as it stands, and what the next invoice will come to so far. */
export function PlanCard({ billing, zone }: { billing: Billing; zone: string }) {
  const { plan, next } = billing;
  const units = next ? `${next.units} ${next.units === 1 ? "unit" : "units"}` : "";
  const items = [
    {
      term: "Status",
      detail: plan.cancelAtPeriodEnd ? <StatusBadge tone="warn">Ends soon</StatusBadge> : <StatusBadge tone="good">Active</StatusBadge>,
    },
    ...(plan.periodEnd
      ? [{ term: plan.cancelAtPeriodEnd ? "Ends" : "Renews", detail: <DateTime at={plan.periodEnd} zone={zone} show="date" /> }]
      : []),
    ...(next
      ? [
          {
            term: "Next invoice so far",
            detail: (
              <>
                <Money cents={next.totalCents} />{" "}
                <span className="text-soft">
                  (<Money cents={prices.monthlyCents} /> plan, {units} at <Money cents={prices.unitCents} />)
                </span>
              </>
            ),
          },
        ]
      : []),
  ];
  return (
    <Card title="Your plan">
      <div className="grid gap-5">
        <DefinitionList items={items} />
        <Form action={manage} submit="Change card or cancel" pending="Opening Stripe" tone="secondary" />
      </div>
    </Card>
  );
}
