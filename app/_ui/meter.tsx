import type { ReactNode } from "react";
import { useId } from "react";

type Props = { label: string; value: number; max: number /** Beside the label, such as "3 of 8 units". */; reading: ReactNode };

/** How much of a limit is used. From nine tenths on it changes colour; the reading says it in words. */
export function Meter({ label, value, max, reading }: Props) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <label htmlFor={id} className="text-soft">
          {label}
        </label>
        <span className="font-semibold tabular-nums">{reading}</span>
      </div>
      <meter
        id={id}
        className="meter-bar"
        min={0}
        max={Math.max(max, 1)}
        value={value}
        low={Math.max(max, 1) * 0.9}
        high={Math.max(max, 1)}
        optimum={0}
      >
        {reading}
      </meter>
    </div>
  );
}
