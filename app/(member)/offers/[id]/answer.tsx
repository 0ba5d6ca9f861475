import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { Disclosure } from "@/app/_ui/disclosure";
import { Form } from "@/app/_ui/form";
import { whenCredited } from "@/app/_ui/when-billed";
import type { OfferDetails } from "@/lib/orders/list-offers";
import type { Offer } from "@/lib/orders/read-offer";
import { letGo, take, withdraw } from "./actions";

/** As long as it is kept, and its work has not begun. */
const answerUntil = ({ keptUntil, windowStart }: OfferDetails) => (windowStart < keptUntil ? windowStart : keptUntil);

/** What the member can say about an offer that is not settled: take it, let it go, or take a request back. */
export function Answer({ offer, zone }: { offer: Offer; zone: string }) {
  const { id, state, details } = offer;
  if (state === "requested") {
    return (
      <Card title="The buyer decides">
        <p className="max-w-prose">
          Your time is kept free until the buyer has decided or the request has ended. It costs nothing unless the platform confirms the
          work as yours.
        </p>
        <Disclosure summary="Withdraw the request">
          <Form action={withdraw} submit="Withdraw the request" tone="danger" pending="Withdrawing">
            <input type="hidden" name="offer" value={id} />
            <p className="max-w-prose">Your time is free again as soon as the platform has taken the request back.</p>
          </Form>
        </Disclosure>
      </Card>
    );
  }
  const asks = state === "asking" || state === "notified";
  if (!details || !(asks || state === "skipped" || state === "dry_run")) return null;
  return (
    <Card title={asks ? "Do you want it?" : "Take it anyway?"}>
      <Form action={take} submit={asks ? "Accept for $25.00" : "Take it anyway for $25.00"} pending="Reserving">
        <input type="hidden" name="offer" value={id} />
        <p className="max-w-prose">
          {asks ? "" : "Whatever your rules say of it, you can have it. "}
          Your time and your limits are looked at again now, then the platform is called
          {details.kind === "request" ? " and the buyer is asked" : ""}. The $25.00 are due once the platform confirms that it is yours. You
          can answer until <DateTime at={answerUntil(details)} zone={zone} />, if nobody else is faster.
        </p>
        <p className="max-w-prose text-soft">{whenCredited}</p>
      </Form>
      {asks ? (
        <Form action={letGo} submit="No, thank you" tone="secondary" pending="Declining">
          <input type="hidden" name="offer" value={id} />
        </Form>
      ) : null}
    </Card>
  );
}
