import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { DefinitionList } from "@/app/_ui/definition-list";
import { Form } from "@/app/_ui/form";
import { Money } from "@/app/_ui/money";
import { Notice } from "@/app/_ui/notice";
import { StatusBadge } from "@/app/_ui/status-badge";
import { TextLink } from "@/app/_ui/text-link";
import { isExpiredAt, type Card as PayingCard } from "@/lib/billing/card";
import type { Billing } from "@/lib/billing/read-billing";
import { prices } from "@/lib/terms/prices";
import { changeCard } from "./actions";

function Standing({ plan }: Pick<Billing, "plan">) {
  if (plan.standing === "past_due") return <StatusBadge tone="warn">Payment failed</StatusBadge>;
  if (plan.standing === "suspended") return <StatusBadge tone="bad">Not paid</StatusBadge>;
  return plan.cancelAtPeriodEnd ? <StatusBadge tone="warn">Ends soon</StatusBadge> : <StatusBadge tone="good">Active</StatusBadge>;
}

const brands: Record<string, string> = { visa: "Visa", mastercard: "Mastercard", amex: "American Express", discover: "Discover" };

const cardText = ({ brand, last4, expires }: PayingCard) => `${brands[brand] ?? brand} ending in ${last4}, works until ${expires}`;

/** The plan as it stands: what it costs, until when it is paid, and the card that pays. */
export function PlanCard({ billing: { plan, card }, zone }: { billing: Billing; zone: string }) {
  const { periodStart, periodEnd, cancelAtPeriodEnd } = plan;
  const goesOn = !cancelAtPeriodEnd;
  const items = [
    { term: "Status", detail: <Standing plan={plan} /> },
    {
      term: "Price",
      detail: (
        <>
          <Money cents={prices.monthlyCents} /> a month, <Money cents={prices.unitCents} /> an order
        </>
      ),
    },
    ...(periodStart && periodEnd
      ? [
          {
            term: "Month",
            detail: (
              <>
                <DateTime at={periodStart} zone={zone} show="date" /> to <DateTime at={periodEnd} zone={zone} show="date" />
              </>
            ),
          },
          { term: goesOn ? "Renews" : "Ends", detail: <DateTime at={periodEnd} zone={zone} show="date" /> },
        ]
      : []),
    { term: "Card", detail: card ? cardText(card) : "Stripe names none" },
  ];
  return (
    <Card title="Your plan">
      <div className="grid gap-5">
        <DefinitionList items={items} />
        {card && goesOn && periodEnd && isExpiredAt(card, periodEnd) ? (
          <Notice tone="warning" title="Your card stops working before the next renewal">
            Change it before <DateTime at={periodEnd} zone={zone} show="date" />, or the payment will fail.
          </Notice>
        ) : null}
        <Form
          action={changeCard}
          submit="Change card"
          pending="Opening Stripe"
          tone="secondary"
          beside={
            goesOn ? (
              <TextLink href="/billing/cancel" alone>
                Cancel the plan
              </TextLink>
            ) : undefined
          }
        />
      </div>
    </Card>
  );
}
