import { redirect } from "next/navigation";
import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { Form } from "@/app/_ui/form";
import { Money } from "@/app/_ui/money";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { readBilling } from "@/lib/billing/read-billing";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { prices } from "@/lib/terms/prices";
import { requireMember } from "@/lib/web/session";
import { cancelPlan } from "../actions";

export const metadata = { title: "Before you cancel" };

/** Says what a cancellation does to what is accepted and not billed yet, before Stripe asks for it. */
export default async function CancelPage() {
  const member = await requireMember();
  const { plan, next } = await readBilling(member.accountId);
  const ends = plan.periodEnd;
  if (!ends || plan.cancelAtPeriodEnd || plan.standing === "none" || plan.standing === "ended") redirect("/billing");
  const zone = await readTimeZone(member.accountId);
  const waiting = (next?.lines ?? []).filter(({ what }) => what !== "plan");
  const owed = waiting.reduce((sum, { amountCents }) => sum + amountCents, 0);
  const day = <DateTime at={ends} zone={zone} show="date" />;
  return (
    <Stack>
      <PageHeader title="Before you cancel" lead="What happens to what is accepted and not billed yet, and when the plan ends." />
      <Card>
        <ul className="grid max-w-prose list-disc gap-2 pl-5">
          <li>
            The plan goes on until {day}
            {plan.active
              ? ", which is paid for. Until then offers are watched and accepted as before."
              : ". A payment is missing, so nothing new is accepted before it is made."}{" "}
            You can take the cancellation back until then.
          </li>
          <li>
            {next && next.units > 0 ? (
              <>
                {next.units === 1 ? "One accepted order is" : `${next.units} accepted orders are`} on no invoice yet, <Money cents={owed} />{" "}
                in all with what was credited.{" "}
              </>
            ) : (
              "No accepted order is without its invoice now. "
            )}
            {owed < 0 ? (
              <>
                What is given back to you, <Money cents={-owed} />, comes off that invoice, and what is more than it stays as your credit.{" "}
              </>
            ) : null}
            Every order that is confirmed as yours until the plan ends is billed at <Money cents={prices.unitCents} /> on{" "}
            {plan.standing === "suspended"
              ? "an invoice of its own, drawn at once and charged to your card, since no renewal is charged while the plan is not paid."
              : "a last invoice, drawn when it ends and charged to your card. There is no further month on it."}
          </li>
          <li>
            Orders that were accepted stay yours. Once the plan has ended Holdfast no longer follows them: look on the platform for changes.
            What a buyer cancels from then on is not credited by itself.
          </li>
          <li>
            A request that still waits for its buyer then stays on the platform and is not followed. Withdraw it before if you do not want
            the work. An order that is not confirmed by Holdfast is never charged.
          </li>
          <li>Your account, connections, hours, rules, receipts and invoices stay. To have them deleted, see Settings.</li>
        </ul>
        <Form
          action={cancelPlan}
          submit="Go on to cancel at Stripe"
          pending="Opening Stripe"
          tone="secondary"
          beside={
            <TextLink href="/billing" alone>
              Keep the plan
            </TextLink>
          }
        />
      </Card>
    </Stack>
  );
}
