import { Disclosure } from "@/app/_ui/disclosure";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { Select } from "@/app/_ui/select";
import { currentZoneName, timeZones } from "@/lib/accounts/time-zones";
import type { WeeklyHours } from "@/lib/schedule/hours-on";
import { keepSchedule } from "./actions";
import { clockOf, weekdays } from "./clock";

/** Shown before anything is saved, as a start; nothing counts until it is saved. */
const suggested = { startMinute: 8 * 60, endMinute: 17 * 60 };

function DayFields({
  day,
  names,
  stretch,
  label,
}: {
  day: string;
  names: [string, string];
  stretch: typeof suggested | undefined;
  label: string;
}) {
  return (
    <fieldset className="grid grid-cols-2 items-end gap-x-4 gap-y-2 sm:grid-cols-[8rem_1fr_1fr]">
      <legend className="sr-only">{label}</legend>
      <p aria-hidden="true" className="col-span-2 font-semibold sm:col-span-1 sm:pb-2.5">
        {day}
      </p>
      <Field name={names[0]} label="From" markOptional={false} type="time" defaultValue={stretch ? clockOf(stretch.startMinute) : ""} />
      <Field name={names[1]} label="To" markOptional={false} type="time" defaultValue={stretch ? clockOf(stretch.endMinute) : ""} />
    </fieldset>
  );
}

/** The hours of every week: one stretch a day, and a second one where a day has a break. */
export function WeekForm({ timeZone, hours }: { timeZone: string; hours: readonly WeeklyHours[] }) {
  const current = currentZoneName(timeZone);
  const zones = timeZones.includes(current) ? timeZones : [current, ...timeZones];
  const isNew = hours.length === 0;
  const stretchesOf = (index: number) => hours.filter(({ weekday }) => weekday === index + 1);
  return (
    <Form action={keepSchedule} submit="Save hours" pending="Saving">
      <Select
        name="timeZone"
        label="Time zone"
        required
        options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
        defaultValue={current}
      />
      <div className="grid gap-5">
        {weekdays.map((day, index) => (
          <DayFields
            key={day}
            day={day}
            label={day}
            names={[`start-${index + 1}`, `end-${index + 1}`]}
            stretch={stretchesOf(index)[0] ?? (isNew && index < 5 ? suggested : undefined)}
          />
        ))}
      </div>
      <Disclosure summary="A second stretch on a day" open={weekdays.some((_, index) => stretchesOf(index).length > 1)}>
        <p className="text-soft">For a day with a break: the first stretch ends when the break begins, this one begins when it is over.</p>
        {weekdays.map((day, index) => (
          <DayFields
            key={day}
            day={day}
            label={`Second stretch on ${day}`}
            names={[`start2-${index + 1}`, `end2-${index + 1}`]}
            stretch={stretchesOf(index)[1]}
          />
        ))}
      </Disclosure>
      <p className="text-sm text-soft">
        {isNew ? "These hours are a suggestion. They count once you save them. " : ""}Midnight as an end means the end of that day.
      </p>
    </Form>
  );
}
