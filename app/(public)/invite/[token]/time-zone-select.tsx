"use client";

import { useSyncExternalStore } from "react";
import { Select } from "@/app/_ui/select";
import { currentZoneName } from "@/lib/accounts/time-zones";

const never = () => () => {};
const ownZone = () => currentZoneName(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** Starts at the browser's own zone once scripts run; without them a person chooses. */
export function TimeZoneSelect({ zones }: { zones: readonly string[] }) {
  const guess = useSyncExternalStore(never, ownZone, () => "");
  const all = guess === "" || zones.includes(guess) ? zones : [guess, ...zones];
  const options = all.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  return (
    <Select
      name="timeZone"
      label="Time zone"
      required
      hint="Your working hours are meant in it. You can change it later."
      options={[{ value: "", label: "Choose your time zone" }, ...options]}
      defaultValue={guess}
    />
  );
}
