import { DateTime } from "@/app/_ui/date-time";
import { Money } from "@/app/_ui/money";
import { Notice } from "@/app/_ui/notice";
import type { PlanState } from "@/lib/billing/read-plan";

/** An invoice whose payment failed although the plan is paid or has ended: one between two renewals, or the last one. */
export function OpenNotice({ owed, zone }: { owed: NonNullable<PlanState["owed"]>; zone: string }) {
  return (
    <Notice
      tone="warning"
      title={
        <>
          An invoice of <Money cents={owed.cents} /> is not paid
        </>
      }
      actions={
        owed.payUrl ? (
          <a className="text-link inline-flex min-h-11 items-center" href={owed.payUrl}>
            Pay it on Stripe's page
          </a>
        ) : undefined
      }
    >
      Your card refused it.{" "}
      {owed.nextTryAt ? (
        <>
          Stripe tries again on <DateTime at={owed.nextTryAt} zone={zone} show="date" />.
        </>
      ) : (
        "It is not tried again by itself."
      )}
    </Notice>
  );
}
