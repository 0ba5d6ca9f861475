import { formatRange } from "@/app/_ui/format-time";
import { TimeRange } from "@/app/_ui/time-range";

type Props = { from: Date; to: Date; zone: string; siteZone: string };

/** When the work is, on the member's clock; and on the clock where it is done, when that shows another time. */
export function WorkTime({ from, to, zone, siteZone }: Props) {
  const isElsewhere = formatRange(from, to, zone) !== formatRange(from, to, siteZone);
  return (
    <>
      <TimeRange from={from} to={to} zone={zone} />
      {isElsewhere ? (
        <span className="block text-sm font-normal text-soft">
          There: <TimeRange from={from} to={to} zone={siteZone} />
        </span>
      ) : null}
    </>
  );
}
