import { Card } from "@/app/_ui/card";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { Stack } from "@/app/_ui/stack";
import { currentZoneName, timeZones } from "@/lib/accounts/time-zones";
import { readSchedule } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { keepSchedule } from "./actions";
import { clockOf, weekdays } from "./clock";
import { ScheduleTabs } from "./schedule-tabs";

export const metadata = { title: "Schedule" };

/** Shown before anything is saved, as a start; nothing counts until it is saved. */
const suggested = { start: "08:00", end: "17:00" };

export default async function SchedulePage() {
  const member = await requireMember();
  const { timeZone, hours } = await readSchedule(member.accountId);
  const zone = currentZoneName(timeZone);
  const zones = timeZones.includes(zone) ? timeZones : [zone, ...timeZones];
  const isNew = hours.length === 0;
  return (
    <Stack>
      <PageHeader title="Schedule" lead="When you work. An offer has to suit your times and your rules." />
      <ScheduleTabs current="times" />
      <Section
        id="hours"
        title="Hours"
        lead="An offer fits when its whole time lies in your hours. Leave a day empty when you do not work."
      >
        <Card>
          <Form action={keepSchedule} submit="Save hours" pending="Saving">
            <Select
              name="timeZone"
              label="Time zone"
              required
              options={zones.map((name) => ({ value: name, label: name.replaceAll("_", " ") }))}
              defaultValue={zone}
            />
            <div className="grid gap-5">
              {weekdays.map((day, index) => {
                const stretch = hours.find(({ weekday }) => weekday === index + 1);
                const usual = isNew && index < 5;
                return (
                  <fieldset key={day} className="grid grid-cols-2 items-end gap-x-4 gap-y-2 sm:grid-cols-[8rem_1fr_1fr]">
                    <legend className="sr-only">{day}</legend>
                    <p aria-hidden="true" className="col-span-2 font-semibold sm:col-span-1 sm:pb-2.5">
                      {day}
                    </p>
                    <Field
                      name={`start-${index + 1}`}
                      label="From"
                      markOptional={false}
                      type="time"
                      defaultValue={stretch ? clockOf(stretch.startMinute) : usual ? suggested.start : ""}
                    />
                    <Field
                      name={`end-${index + 1}`}
                      label="To"
                      markOptional={false}
                      type="time"
                      defaultValue={stretch ? clockOf(stretch.endMinute) : usual ? suggested.end : ""}
                    />
                  </fieldset>
                );
              })}
            </div>
            <p className="text-sm text-soft">
              {isNew ? "These hours are a suggestion. They count once you save them. " : ""}Midnight as an end means the end of that day.
            </p>
          </Form>
        </Card>
      </Section>
    </Stack>
  );
}
