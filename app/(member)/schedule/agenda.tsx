import { Card } from "@/app/_ui/card";
import type { AgendaDay, Span } from "@/lib/schedule/read-agenda";
import { dateText, spanText } from "./clock";

const minutesOfDay = 24 * 60;
const kinds = {
  hours: { y: 0, height: 12, look: "fill-brand/30" },
  busy: { y: 3, height: 6, look: "fill-kelp" },
  work: { y: 1, height: 10, look: "fill-brand" },
} as const;

function Bars({ spans, kind }: { spans: readonly Span[]; kind: keyof typeof kinds }) {
  const { y, height, look } = kinds[kind];
  return spans.map(({ startMinute, endMinute }) => (
    <rect key={startMinute} x={startMinute} width={endMinute - startMinute} y={y} height={height} className={look} />
  ));
}

/** What a day holds, in words: the bars only repeat it. */
function wordsOf({ hours, busy, work, why }: AgendaDay): string[] {
  const list = (spans: readonly Span[]) => spans.map(spanText).join(", ");
  const closed = {
    time_off: "Time off",
    override: "No work on this date",
    week: "No hours on this weekday",
    never: "Never on this weekday, by your rules",
  };
  return [
    hours.length > 0 ? `Hours ${list(hours)}${why === "override" ? ", for this date" : ""}` : closed[why],
    ...(busy.length > 0 ? [`Busy ${list(busy)}`] : []),
    ...(work.length > 0 ? [`Work ${list(work)}`] : []),
  ];
}

function Key({ kind, children }: { kind: keyof typeof kinds; children: string }) {
  const { y, height, look } = kinds[kind];
  return (
    <li className="flex items-center gap-2">
      <svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true" focusable="false" className="rounded-sm bg-sunken">
        <rect x="0" width="24" y={y} height={height} className={look} />
      </svg>
      {children}
    </li>
  );
}

/** The next two weeks at a glance, on the clock of the member's zone. */
export function Agenda({ days }: { days: readonly AgendaDay[] }) {
  return (
    <Card>
      <ul className="flex flex-wrap gap-x-6 gap-y-1 text-sm text-soft" aria-label="What the bars show">
        <Key kind="hours">Hours</Key>
        <Key kind="busy">Busy elsewhere</Key>
        <Key kind="work">Work and the time around it</Key>
      </ul>
      <ol className="divide-y divide-line">
        {days.map((day) => (
          <li key={day.date} className="grid gap-x-4 gap-y-1.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[9.5rem_1fr]">
            <p className="font-semibold">{dateText(day.date)}</p>
            <div className="grid min-w-0 gap-1.5">
              <svg
                viewBox={`0 0 ${minutesOfDay} 12`}
                preserveAspectRatio="none"
                aria-hidden="true"
                focusable="false"
                className="h-3.5 w-full rounded-sm bg-sunken"
              >
                <Bars spans={day.hours} kind="hours" />
                <Bars spans={day.busy} kind="busy" />
                <Bars spans={day.work} kind="work" />
              </svg>
              <p className="text-sm text-soft">{wordsOf(day).join(". ")}.</p>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
