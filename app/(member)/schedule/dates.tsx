import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { DateOverride, TimeOff } from "@/lib/schedule/hours-on";
import { dateText, spanText } from "./clock";
import { dropOverride, dropTimeOff, keepOverride, keepTimeOff } from "./date-actions";

type Row = { key: string; name: string; value: string; text: string; detail: string };

function Rows({ rows, action }: { rows: Row[]; action: typeof dropOverride }) {
  return (
    <ul className="divide-y divide-line">
      {rows.map(({ key, name, value, text, detail }) => (
        <li key={key} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
          <span className="grid min-w-0">
            <span className="font-medium">{text}</span>
            <span className="text-sm text-soft">{detail}</span>
          </span>
          <Form action={action} submit={null}>
            <input type="hidden" name={name} value={value} />
            <SubmitButton tone="secondary" size="small" pending="Removing">
              Remove<span className="sr-only">: {text}</span>
            </SubmitButton>
          </Form>
        </li>
      ))}
    </ul>
  );
}

/** Dates on which the member works otherwise than in every week. */
export function Overrides({ overrides }: { overrides: readonly DateOverride[] }) {
  const rows = overrides.map(({ date, stretches }) => ({
    key: date,
    name: "date",
    value: date,
    text: dateText(date),
    detail: stretches.length === 0 ? "No work on this date" : stretches.map(spanText).join(" and "),
  }));
  return (
    <Card>
      {rows.length === 0 ? (
        <EmptyState title="No date differs from your week">
          Add one for a holiday that you work, or a day on which you begin late. It takes the place of your weekly hours on that date alone.
        </EmptyState>
      ) : (
        <Rows rows={rows} action={dropOverride} />
      )}
      <Form action={keepOverride} submit="Save this date" pending="Saving" tone="secondary">
        <Field name="date" label="Date" type="date" required />
        <div className="grid grid-cols-2 gap-x-4 gap-y-3">
          <Field name="start" label="From" markOptional={false} type="time" />
          <Field name="end" label="To" markOptional={false} type="time" />
          <Field name="start2" label="And from" markOptional={false} type="time" />
          <Field name="end2" label="To" markOptional={false} type="time" />
        </div>
        <p className="text-sm text-soft">
          Leave all four times empty to do no work on that date. A date that is saved already is replaced.
        </p>
      </Form>
    </Card>
  );
}

/** Whole days on which the member does no work. */
export function TimeOffs({ timeOff }: { timeOff: readonly (TimeOff & { id: string })[] }) {
  const rows = timeOff.map(({ id, firstDate, lastDate }) => ({
    key: id,
    name: "id",
    value: id,
    text: firstDate === lastDate ? dateText(firstDate) : `${dateText(firstDate)} – ${dateText(lastDate)}`,
    detail: "Nothing is accepted for these days",
  }));
  return (
    <Card>
      {rows.length === 0 ? (
        <EmptyState title="No time off is planned">
          Nothing is accepted for days that you take off. Work that was accepted before stays yours: cancel it on the platform if you must.
        </EmptyState>
      ) : (
        <Rows rows={rows} action={dropTimeOff} />
      )}
      <Form action={keepTimeOff} submit="Take these days off" pending="Saving" tone="secondary">
        <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
          <Field name="firstDate" label="First day" type="date" required />
          <Field name="lastDate" label="Last day" type="date" required />
        </div>
      </Form>
    </Card>
  );
}
