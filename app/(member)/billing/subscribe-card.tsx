import { Card } from "@/app/_ui/card";
import { Form } from "@/app/_ui/form";
import { Money } from "@/app/_ui/money";
import { whenBilled, whenCredited } from "@/app/_ui/when-billed";
import { prices } from "@/lib/terms/prices";
import { subscribe } from "./actions";

/** What subscribing costs and brings, and the way to Checkout. */
export function SubscribeCard() {
  return (
    <Card title="Subscribe">
      <div className="grid max-w-prose gap-5">
        <p>
          <Money cents={prices.monthlyCents} /> a month keeps the watch running. Each work order that is accepted for you and confirmed by
          the platform adds <Money cents={prices.unitCents} /> to the next invoice. Nothing is accepted for you before the plan is active.
        </p>
        <p>{whenBilled}</p>
        <p>{whenCredited}</p>
        <p className="text-soft">
          You pay on Stripe's page; card details never reach this service. Cancel whenever you like from this page.
        </p>
        <Form action={subscribe} submit="Continue to payment" pending="Opening Stripe" />
      </div>
    </Card>
  );
}
