import { Card } from "@/app/_ui/card";
import { Disclosure } from "@/app/_ui/disclosure";
import { Meter } from "@/app/_ui/meter";
import { formatMoney, Money } from "@/app/_ui/money";
import { TextLink } from "@/app/_ui/text-link";
import type { Usage } from "@/lib/orders/read-usage";
import { prices } from "@/lib/terms/prices";
import { DayBars } from "./day-bars";

const orders = (number: number) => `${number} ${number === 1 ? "order" : "orders"}`;

function Span({ label, taken, cap }: { label: string; taken: number; cap: number | null }) {
  if (cap === null)
    return (
      <p className="flex flex-wrap justify-between gap-x-4">
        <span className="text-soft">{label}, no limit set</span> <span className="font-semibold tabular-nums">{orders(taken)}</span>
      </p>
    );
  return <Meter label={label} value={taken} max={cap} reading={`${taken} of ${orders(cap)}`} />;
}

/** The month in units and money, beside the limits that the member has set. */
export function UsageCard({ usage }: { usage: Usage }) {
  const { caps, taken, spend, days, today } = usage;
  const begun = days.filter(({ units }) => units > 0);
  const { soFarCents, takenCents, projectedCents, projectedUnits, capCents } = spend;
  return (
    <Card title="This month" footer={<TextLink href="/schedule/rules">Your limits</TextLink>}>
      <div className="grid gap-6 sm:grid-cols-2">
        <div className="grid content-start gap-4">
          <Span label="Work that begins today" taken={taken.day} cap={caps?.day ?? null} />
          <Span label="Work that begins this week" taken={taken.week} cap={caps?.week ?? null} />
          <Span label="Work that begins this month" taken={taken.month} cap={caps?.month ?? null} />
          {capCents === null ? null : (
            <Meter
              label="In money, what is held and asked for included"
              value={takenCents}
              max={capCents}
              reading={`${formatMoney(takenCents)} of ${formatMoney(capCents)}`}
            />
          )}
        </div>
        {begun.length === 0 ? (
          <p className="text-soft">No order begins this month. Those that do are shown here, day by day.</p>
        ) : (
          <div className="grid content-start gap-4">
            <DayBars days={days} today={today} cap={caps?.day ?? null} />
            <Disclosure summary="The same day by day">
              <ul className="grid gap-1 text-sm">
                {begun.map(({ day, units }) => (
                  <li key={day}>
                    {day}: {orders(units)}
                  </li>
                ))}
              </ul>
            </Disclosure>
          </div>
        )}
      </div>
      <p>
        <Money cents={soFarCents} />{" "}
        <span className="text-soft">so far: the plan while it is active, and each order confirmed this month.</span>{" "}
        <Money cents={projectedCents} />{" "}
        <span className="text-soft">
          by its end at this pace: {orders(projectedUnits)} at <Money cents={prices.unitCents} />, which is what was confirmed so far,
          divided by the days that have begun and multiplied by those of the month, up to your limit.
        </span>
      </p>
    </Card>
  );
}
