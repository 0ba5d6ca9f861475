import { Card } from "@/app/_ui/card";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Stack } from "@/app/_ui/stack";
import { currentZoneName } from "@/lib/accounts/time-zones";
import { now } from "@/lib/base/clock";
import { mostCalendars } from "@/lib/schedule/change-calendars";
import { readAgenda } from "@/lib/schedule/read-agenda";
import { readCalendars } from "@/lib/schedule/read-calendars";
import { requireMember } from "@/lib/web/session";
import { Agenda } from "./agenda";
import { BusyFeed } from "./busy-feed";
import { Calendars } from "./calendars";
import { Overrides, TimeOffs } from "./dates";
import { MarginsForm } from "./margins-form";
import { ScheduleTabs } from "./schedule-tabs";
import { WeekForm } from "./week-form";

export const metadata = { title: "Schedule" };

const parts = [
  { id: "next-days", label: "Next 14 days" },
  { id: "hours", label: "Hours" },
  { id: "margins", label: "Travel and buffer" },
  { id: "dates", label: "Single dates" },
  { id: "time-off", label: "Time off" },
  { id: "calendars", label: "Busy times" },
  { id: "busy-feed", label: "Your work in your calendar" },
] as const;

/** The page is long: the way to each part of it. */
function JumpLinks({ hasDays }: { hasDays: boolean }) {
  return (
    <nav aria-label="On this page">
      <ul className="flex flex-wrap gap-x-5">
        {parts
          .filter(({ id }) => hasDays || id !== "next-days")
          .map(({ id, label }) => (
            <li key={id}>
              <a href={`#${id}`} className="text-link inline-flex min-h-11 items-center">
                {label}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}

export default async function SchedulePage() {
  const { accountId } = await requireMember();
  const { schedule, days, overrides, timeOff } = await readAgenda(accountId);
  const zone = currentZoneName(schedule.timeZone);
  const { calendars, busyFeed } = await readCalendars(accountId);
  return (
    <Stack>
      <PageHeader title="Schedule" lead="When you work. An offer has to suit your times and your rules." />
      <ScheduleTabs current="times" />
      <JumpLinks hasDays={schedule.hours.length > 0} />
      {schedule.hours.length > 0 ? (
        <Section id="next-days" title="The next 14 days" lead={`What all of this comes to, on the clock in ${zone.replaceAll("_", " ")}.`}>
          <Agenda days={days} />
        </Section>
      ) : null}
      <Section
        id="hours"
        title="Hours"
        lead="An offer fits when its whole time lies in your hours. Leave a day empty when you do not work."
      >
        <Card>
          <WeekForm timeZone={zone} hours={schedule.hours} />
        </Card>
      </Section>
      <Section id="margins" title="Travel and buffer" lead="Time that is kept free on both sides of each job, to get there and to breathe.">
        <Card>
          <MarginsForm beforeMinutes={schedule.beforeMinutes} afterMinutes={schedule.afterMinutes} />
        </Card>
      </Section>
      <Section id="dates" title="Single dates" lead="Other hours than in every week, on one date.">
        <Overrides overrides={overrides} />
      </Section>
      <Section id="time-off" title="Time off" lead="Whole days without work, in your time zone.">
        <TimeOffs timeOff={timeOff} />
      </Section>
      <Section
        id="calendars"
        title="Busy times"
        lead="Your own calendars say when you are busy. Only the times are kept, never what an event is called or where it is."
      >
        <Calendars calendars={calendars} room={mostCalendars - calendars.length} now={now()} zone={zone} />
      </Section>
      <Section id="busy-feed" title="Your work in your calendar" lead="An address that shows your other calendars when you have work.">
        <BusyFeed madeAt={busyFeed?.madeAt ?? null} zone={zone} />
      </Section>
    </Stack>
  );
}
