type Props = { days: readonly { day: string; units: number }[]; today: string; cap: number | null };

const step = 10;
const bar = 7;
const height = 60;

/** The units of each day of a month as bars, with the daily limit as a line. Drawn on the server; its text says the same in short. */
export function DayBars({ days, today, cap }: Props) {
  const top = Math.max(1, cap ?? 0, ...days.map(({ units }) => units));
  const scale = (units: number) => (units / top) * (height - 4);
  const width = days.length * step;
  const busiest = Math.max(0, ...days.map(({ units }) => units));
  const total = days.reduce((sum, { units }) => sum + units, 0);
  const limit = cap === null ? "No daily limit is set." : `Your daily limit is ${cap}.`;
  return (
    <figure className="grid gap-2">
      <svg
        viewBox={`0 0 ${width} ${height + 1}`}
        role="img"
        aria-label={`Orders by the day on which their work begins: ${total} this month, at the most ${busiest} on one day. ${limit}`}
        className="h-32 w-full"
        preserveAspectRatio="none"
      >
        <line x1={0} x2={width} y1={height} y2={height} className="stroke-line" strokeWidth={1} vectorEffect="non-scaling-stroke" />
        {cap === null ? null : (
          <line
            x1={0}
            x2={width}
            y1={height - scale(cap)}
            y2={height - scale(cap)}
            className="stroke-warn"
            strokeWidth={1.5}
            strokeDasharray="4 4"
            vectorEffect="non-scaling-stroke"
          />
        )}
        {days.map(({ day, units }, index) => (
          <rect
            key={day}
            x={index * step + (step - bar) / 2}
            y={height - Math.max(scale(units), day === today ? 1.5 : 0)}
            width={bar}
            height={Math.max(scale(units), day === today ? 1.5 : 0)}
            className={day === today ? "fill-kelp" : "fill-brand"}
          />
        ))}
      </svg>
      <figcaption className="flex justify-between gap-3 text-center text-sm text-soft">
        <span>1</span>
        <span>{cap === null ? "Orders by day" : `Orders by day; the dashed line is your limit of ${cap} a day`}</span>
        <span>{days.length}</span>
      </figcaption>
    </figure>
  );
}
