import { formatMoney } from "@/app/_ui/money";
import type { Month } from "@/lib/billing/read-figures";

const height = 160;
const barWidth = 36;
const step = 56;
const foot = 24;

/** Revenue month by month as bars, oldest first. The table beside it has the same figures, so that it is told as one picture. */
export function MonthBars({ months }: { months: Month[] }) {
  const shown = months.toReversed();
  const most = Math.max(1, ...shown.map(({ revenueCents }) => revenueCents));
  const total = shown.reduce((sum, { revenueCents }) => sum + revenueCents, 0);
  const best = shown.find(({ revenueCents }) => revenueCents === most);
  const told = `Revenue in the latest ${shown.length} months: ${formatMoney(total)} in all${best ? `, most in ${best.month} with ${formatMoney(most)}` : ""}.`;
  return (
    <svg role="img" aria-label={told} viewBox={`0 0 ${shown.length * step} ${height + foot}`} className="w-full">
      <line x1="0" y1={height} x2={shown.length * step} y2={height} className="stroke-line" />
      {shown.map(({ month, revenueCents }, index) => {
        const tall = Math.round((revenueCents / most) * (height - 8));
        return (
          <g key={month}>
            <rect x={index * step + (step - barWidth) / 2} y={height - tall} width={barWidth} height={tall} rx="3" className="fill-brand" />
            <text x={index * step + step / 2} y={height + 18} textAnchor="middle" className="fill-soft text-xs">
              {month.slice(5)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
