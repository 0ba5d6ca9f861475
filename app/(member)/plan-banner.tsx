import type { ReactNode } from "react";
import { DateTime } from "@/app/_ui/date-time";
import { Form } from "@/app/_ui/form";
import { Money } from "@/app/_ui/money";
import { Notice } from "@/app/_ui/notice";
import type { PlanState } from "@/lib/billing/read-plan";
import { keepPlan, manage, subscribe } from "./billing/actions";

const portal = (label: string) => <Form action={manage} submit={label} pending="Opening Stripe" />;

/** The first payment is finished where it was begun, on its invoice's page at Stripe. */
const finish = (url: string | null) =>
  url ? (
    <a className="text-link inline-flex min-h-11 items-center" href={url}>
      Finish the payment on Stripe's page
    </a>
  ) : null;

function Amount({ owed }: { owed: PlanState["owed"] }) {
  return owed ? (
    <>
      {" "}
      of <Money cents={owed.cents} />
    </>
  ) : null;
}

function NextTry({ owed, zone }: { owed: PlanState["owed"]; zone: string }): ReactNode {
  if (!owed?.nextTryAt) return "It is not tried again by itself.";
  return (
    <>
      Stripe tries again on <DateTime at={owed.nextTryAt} zone={zone} show="date" />; a new card is charged sooner.
    </>
  );
}

/** What the standing of the plan means for the member, and the one thing to do about it. Nothing where the plan is active and goes on, or never was. */
export function PlanBanner({ state: { plan, owed, keeping }, zone }: { state: PlanState; zone: string }) {
  const ends = plan.periodEnd;
  if (plan.status === "incomplete")
    return (
      <Notice tone="warning" title="Your first payment is not finished" actions={finish(owed?.payUrl ?? null)}>
        The plan begins once it is. If it is not within 23 hours, it lapses, nothing is charged, and you can subscribe anew.
      </Notice>
    );
  if (plan.standing === "past_due")
    return (
      <Notice tone="warning" title="The payment for your plan has failed" actions={portal("Pay or change the card")}>
        <p>
          Your card was not charged the payment
          <Amount owed={owed} />. <NextTry owed={owed} zone={zone} />
        </p>
        <p>Until it is paid nothing new is accepted. What was accepted, and what waits for a buyer's answer, is followed as before.</p>
        {plan.cancelAtPeriodEnd && ends ? (
          <p>
            The plan was cancelled besides, and ends on <DateTime at={ends} zone={zone} show="date" />. Once it is paid you can keep it.
          </p>
        ) : null}
      </Notice>
    );
  if (plan.standing === "suspended")
    return (
      <Notice tone="danger" title="Your plan is not paid, and the automation has stopped" actions={portal("Pay or change the card")}>
        <p>
          The payment
          <Amount owed={owed} /> has failed for the last time. No platform is looked at, and nothing is accepted or followed. What was
          accepted is still yours. Once it is paid, everything goes on by itself.
        </p>
      </Notice>
    );
  if (plan.standing === "ended")
    return (
      <Notice
        tone="warning"
        title={plan.status === "incomplete_expired" ? "Your plan did not begin" : "Your plan has ended"}
        actions={<Form action={subscribe} submit="Subscribe again" pending="Opening Stripe" />}
      >
        No platform is looked at, and nothing is accepted or followed. What was accepted is still yours. Connections, hours and rules stay
        as they are and work again once you subscribe.
      </Notice>
    );
  if (plan.active && plan.cancelAtPeriodEnd && ends && keeping)
    return (
      <Notice tone="info" title="Your plan is being kept">
        Stripe is being told that the cancellation is taken back, which takes seconds. Should Stripe not answer within a quarter of an hour,
        the plan ends as it was to, and you are asked anew.
      </Notice>
    );
  if (plan.active && plan.cancelAtPeriodEnd && ends)
    return (
      <Notice
        tone="info"
        title={
          <>
            Your plan ends on <DateTime at={ends} zone={zone} show="date" />
          </>
        }
        actions={<Form action={keepPlan} submit="Keep the plan" pending="Asking" />}
      >
        Until then everything goes on, and one press takes the cancellation back. Orders that are confirmed until then and are on no invoice
        yet come on a last one that day.
      </Notice>
    );
  return null;
}
