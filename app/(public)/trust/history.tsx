import type { DayOutcome, HistoryDay } from "@/lib/policy/history";

const fills: Record<NonNullable<DayOutcome>, string> = { holds: "fill-good", gaps: "fill-warn", unknown: "fill-line", fails: "fill-bad" };
const words: [NonNullable<DayOutcome>, string][] = [
  ["fails", "failed at some time"],
  ["gaps", "held, but not seen all the time"],
  ["unknown", "not seen"],
  ["holds", "held"],
];
/** Failures stand tall, so that the picture can be read without its colours. */
const heights: Record<NonNullable<DayOutcome>, number> = { holds: 10, gaps: 7, unknown: 4, fails: 16 };

/** The same as the picture, in a sentence. */
export function describeHistory(history: readonly HistoryDay[]): string {
  const counted = words.flatMap(([outcome, text]) => {
    const number = history.filter((one) => one.outcome === outcome).length;
    return number > 0 ? [`${number} ${number === 1 ? "day" : "days"} ${text}`] : [];
  });
  const silent = history.filter(({ outcome }) => outcome === null).length;
  if (counted.length === 0) return "Nobody has looked yet.";
  const without = silent > 0 ? [`${silent} ${silent === 1 ? "day" : "days"} without a look`] : [];
  return `The last ${history.length} days: ${[...counted, ...without].join(", ")}.`;
}

/** The last 90 days as bars, the newest on the right. */
export function History({ history }: { history: readonly HistoryDay[] }) {
  return (
    <svg
      viewBox={`0 0 ${history.length * 2} 16`}
      preserveAspectRatio="none"
      role="img"
      aria-label={describeHistory(history)}
      className="h-6 w-full"
    >
      {history.map(({ day, outcome }, index) => {
        const height = outcome === null ? 1 : heights[outcome];
        return (
          <rect
            key={day}
            x={index * 2}
            y={16 - height}
            width={1.4}
            height={height}
            className={outcome === null ? "fill-line" : fills[outcome]}
          />
        );
      })}
    </svg>
  );
}
