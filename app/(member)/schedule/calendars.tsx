import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { EmptyState } from "@/app/_ui/empty-state";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { LookAgain } from "@/app/_ui/look-again";
import { Notice } from "@/app/_ui/notice";
import { RelativeTime } from "@/app/_ui/relative-time";
import { StatusBadge } from "@/app/_ui/status-badge";
import { SubmitButton } from "@/app/_ui/submit-button";
import { minuteMs } from "@/lib/base/clock";
import type { readCalendars } from "@/lib/schedule/read-calendars";
import { addOne, fetchOne, removeOne } from "./calendar-actions";
import { troubleText } from "./trouble-texts";

type Calendar = Awaited<ReturnType<typeof readCalendars>>["calendars"][number];
type At = { now: Date; zone: string };

/** Added a moment ago, and not looked at yet. */
const isAwaited = ({ triedAt, createdAt }: Calendar, now: Date) => triedAt === null && now.getTime() - createdAt.getTime() < 2 * minuteMs;

function Standing({ calendar, now, zone }: { calendar: Calendar } & At) {
  const { stale, fetchedAt, trouble, troubleSince } = calendar;
  if (isAwaited(calendar, now))
    return (
      <p className="text-soft">It is being read for the first time. That takes a few seconds; until then nothing is accepted by itself.</p>
    );
  const last = fetchedAt ? (
    <>
      Last read well <RelativeTime at={fetchedAt} now={now} zone={zone} />
    </>
  ) : (
    "It has not been read well yet"
  );
  if (!stale && trouble === null) return <p className="text-soft">{last}. It is read every 15 minutes.</p>;
  const { why, toDo } = troubleText(trouble);
  return (
    <Notice
      tone={stale ? "danger" : "warning"}
      title={stale ? "Nothing is accepted by itself, since this calendar cannot be read" : "This calendar could not be read just now"}
    >
      <p>
        {why} {toDo}
      </p>
      <p className="text-soft">
        {last}
        {troubleSince ? (
          <>
            , and failed since <DateTime at={troubleSince} zone={zone} />
          </>
        ) : null}
        . {fetchedAt ? "The times that it gave then still count as busy. " : ""}
        {stale ? "Until it is read or removed you are asked about offers that fit." : "Offers are accepted meanwhile."}
      </p>
    </Notice>
  );
}

function CalendarRow({ calendar, now, zone }: { calendar: Calendar } & At) {
  const { id, name, stale, trouble } = calendar;
  const [tone, word] = isAwaited(calendar, now)
    ? (["info", "Being read"] as const)
    : stale
      ? (["bad", "Not read"] as const)
      : trouble
        ? (["warn", "Trying again"] as const)
        : (["good", "Read"] as const);
  return (
    <li className="grid gap-3 py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span className="min-w-0 font-semibold break-words">{name}</span>
        <StatusBadge tone={tone}>{word}</StatusBadge>
      </div>
      <Standing calendar={calendar} now={now} zone={zone} />
      <div className="flex flex-wrap gap-3">
        <Form action={fetchOne} submit={null}>
          <input type="hidden" name="id" value={id} />
          <SubmitButton tone="secondary" size="small" pending="Asking">
            Fetch now<span className="sr-only">: {name}</span>
          </SubmitButton>
        </Form>
        <Form action={removeOne} submit={null}>
          <input type="hidden" name="id" value={id} />
          <SubmitButton tone="secondary" size="small" pending="Removing">
            Remove<span className="sr-only">: {name}</span>
          </SubmitButton>
        </Form>
      </div>
    </li>
  );
}

/** Calendars that say when the member is busy elsewhere. */
export function Calendars({ calendars, room, now, zone }: { calendars: readonly Calendar[]; room: number } & At) {
  return (
    <Card>
      {calendars.some((calendar) => isAwaited(calendar, now)) ? <LookAgain /> : null}
      {calendars.length === 0 ? (
        <EmptyState title="No calendar is read">
          Add the private address of a calendar in iCal format, and nothing is accepted while it says that you are busy. In Google Calendar
          it is under Settings, your calendar, &ldquo;Secret address in iCal format&rdquo;; in Outlook under Shared calendars,
          &ldquo;Publish&rdquo;, ICS; in iCloud under &ldquo;Public calendar&rdquo;.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {calendars.map((calendar) => (
            <CalendarRow key={calendar.id} calendar={calendar} now={now} zone={zone} />
          ))}
        </ul>
      )}
      {room > 0 ? (
        <Form action={addOne} submit="Add calendar" pending="Adding" tone="secondary">
          <Field
            name="address"
            label="Address of a calendar"
            type="url"
            required
            autoComplete="off"
            hint="Begins with https:// or webcal://. Whoever knows it can read the calendar, so it is sealed for the worker and never shown again."
          />
          <Field name="name" label="What you call it" maxLength={60} />
        </Form>
      ) : (
        <p className="text-sm text-soft">You have added five calendars, which is the most. Remove one to add another.</p>
      )}
    </Card>
  );
}
