import { formatMoney } from "@/app/_ui/money";
import { StatusBadge } from "@/app/_ui/status-badge";
import { prices } from "@/lib/terms/prices";

const moments = [
  { at: "9:02:11", what: "Offer seen", more: "Tuesday, 1 PM to 3 PM, $120.00, 14 miles" },
  { at: "9:02:11", what: "Fits your rules", more: "Free then, at least $80.00, within 25 miles" },
  { at: "9:02:12", what: "Accepted", more: "Your time is reserved" },
  { at: "9:02:14", what: "Confirmed by the platform", more: "Not assigned before, yours now" },
] as const;

/** One work order's way, as an example for the landing page. The figures are made up and say so. */
export function ExampleOrder() {
  return (
    <figure className="rounded-panel border border-line bg-surface shadow-panel">
      <figcaption className="flex items-center justify-between gap-4 border-b border-line px-5 py-3.5 font-semibold">
        One work order
        <StatusBadge>Example</StatusBadge>
      </figcaption>
      <ol className="grid gap-4 px-5 py-5">
        {moments.map(({ at, what, more }) => (
          <li key={what} className="grid grid-cols-[4rem_minmax(0,1fr)] gap-x-3">
            <span className="text-sm leading-6 text-soft tabular-nums">{at}</span>
            <div>
              <p className="font-semibold">{what}</p>
              <p className="text-sm text-soft">{more}</p>
            </div>
          </li>
        ))}
      </ol>
      <p className="flex items-baseline justify-between gap-4 border-t-2 border-kelp px-5 py-3.5">
        <span className="font-semibold">One bandwidth unit</span>
        <span className="text-lg font-bold tabular-nums">{formatMoney(prices.unitCents)}</span>
      </p>
    </figure>
  );
}
