import { Disclosure } from "@/app/_ui/disclosure";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
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

/** Below the button that saves, which is thus the one that the enter key presses. */
function CopyDay() {
  return (
    <Disclosure summary="Copy one day's hours to every day">
      <p className="text-soft">Takes the hours as they stand above, puts them in the place of every other day's, and saves all.</p>
      <Select
        name="copyFrom"
        label="The day whose hours are copied"
        required
        options={weekdays.map((day, index) => ({ value: String(index + 1), label: day }))}
        defaultValue="1"
      />
      <div>
        <SubmitButton tone="secondary" pending="Saving" name="copy" value="yes">
          Copy to every day and save
        </SubmitButton>
      </div>
    </Disclosure>
  );
}

/** The hours of every week: one stretch a day, and a second one where a day has a break. */
export function WeekForm({ timeZone, hours }: { timeZone: string; hours: readonly WeeklyHours[] }) {
  const current = currentZoneName(timeZone);
  const zones = timeZones.includes(current) ? timeZones : [current, ...timeZones];
  const isNew = hours.length === 0;
  const stretchesOf = (index: number) => hours.filter(({ weekday }) => weekday === index + 1);
  return (
    <Form action={keepSchedule} submit={null}>
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
      <div>
        <SubmitButton pending="Saving">Save hours</SubmitButton>
      </div>
      <CopyDay />
    </Form>
  );
}
