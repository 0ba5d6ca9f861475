import { formatMoney } from "@/app/_ui/money";
import type { Month } from "@/lib/billing/read-figures";

type Props = {
  title: string;
  months: Month[];
  of: (month: Month) => number;
  tell: (value: number) => string;
};

const height = 80;
const barWidth = 18;
const step = 28;
const foot = 20;

/** One figure month by month as bars, oldest first. The table below has the same figures, so that it is told as one picture. */
function Bars({ title, months, of, tell }: Props) {
  const shown = months.toReversed().map((month) => ({ month: month.month, value: of(month) }));
  const most = Math.max(0, ...shown.map(({ value }) => value));
  const total = shown.reduce((sum, { value }) => sum + value, 0);
  const best = shown.findLast(({ value }) => value === most);
  const told = `${title} in the latest ${shown.length} months: ${tell(total)} in all${best && most > 0 ? `, most in ${best.month} with ${tell(most)}` : ""}.`;
  return (
    <figure className="grid content-end gap-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-semibold">{title}</span>
        <span className="text-sm text-soft">{most > 0 ? `most ${tell(most)}, in ${best?.month}` : "none in these months"}</span>
      </figcaption>
      <svg role="img" aria-label={told} viewBox={`0 0 ${shown.length * step} ${height + foot}`} className="w-full">
        <line x1="0" y1={height} x2={shown.length * step} y2={height} className="stroke-line" />
        {shown.map(({ month, value }, index) => {
          const tall = Math.round((value / Math.max(1, most)) * (height - 8));
          return (
            <g key={month}>
              <rect
                x={index * step + (step - barWidth) / 2}
                y={height - tall}
                width={barWidth}
                height={tall}
                rx="2"
                className="fill-brand"
              />
              <text x={index * step + step / 2} y={height + 15} textAnchor="middle" className="fill-soft text-xs">
                {month.slice(5)}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

/** What came in, for how many units, what went back and what failed, each as a picture of its own. */
export function MonthBars({ months }: { months: Month[] }) {
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <Bars title="Paid" months={months} of={({ revenueCents }) => revenueCents} tell={formatMoney} />
      <Bars title="Units" months={months} of={({ units }) => units} tell={String} />
      <Bars title="Credited and refunded" months={months} of={(it) => it.creditCents + it.refundCents} tell={formatMoney} />
      <Bars title="Payments that failed" months={months} of={({ failedPayments }) => failedPayments} tell={String} />
    </div>
  );
}
