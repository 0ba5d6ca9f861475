import { Money } from "@/app/_ui/money";
import { TextLink } from "@/app/_ui/text-link";
import type { Billing } from "@/lib/billing/read-billing";

type Props = Pick<Billing, "next" | "owed"> & {
  /** Whether there is, or was, anything to bill. */
  hadPlan: boolean;
};

/** What deletion bills, and what becomes of orders that are under way: items of a list, said before it is confirmed. */
export function LastBill({ next, owed, hadPlan }: Props) {
  if (!hadPlan) return null;
  const waiting = (next?.lines ?? []).filter(({ what }) => what !== "plan");
  const cents = waiting.reduce((sum, { amountCents }) => sum + amountCents, 0);
  const units = next?.units ?? 0;
  return (
    <>
      <li>
        {waiting.length === 0 ? (
          "No accepted order is without its invoice, so no last invoice is drawn."
        ) : (
          <>
            {units === 1 ? "One accepted order is" : `${units} accepted orders are`} on no invoice yet. A last invoice is drawn before
            anything is erased, of <Money cents={Math.max(0, cents)} /> after credits, and charged to your card. You get it by mail
            {cents < 0 ? (
              <>
                ; what was credited beyond it, <Money cents={-cents} />, stays your credit at Stripe
              </>
            ) : null}
            .
          </>
        )}
      </li>
      {owed ? (
        <li>
          An earlier invoice of <Money cents={owed.cents} /> is open. Deleting the account does not settle it
          {owed.payUrl ? (
            <>
              : <TextLink href={owed.payUrl}>pay it at Stripe</TextLink>
            </>
          ) : null}
          .
        </li>
      ) : null}
      <li>
        Nothing is followed any more. A request that still waits for its buyer stays on the platform, uncharged; what a buyer cancels from
        then on is not credited, since we no longer know which order it was.
      </li>
    </>
  );
}
