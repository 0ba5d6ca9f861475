import { Field } from "@/app/_ui/field";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { LogReason } from "@/lib/oversight/log/log-reasons";
import { type Asked, fieldsOf } from "./query";

const reasonNames: Record<LogReason, string> = {
  review: "A review of the operator's own work",
  security_concern: "A concern about security",
  incident: "An incident is looked into",
  member_asked: "A member asked who touched their data",
};

const orders = [
  { value: "newest", label: "Newest first" },
  { value: "oldest", label: "Oldest first" },
];

/** Asks why one reads, and for what. It only reads, so it is a form that gets; no reason stands there unchosen. */
export function SearchForm({ asked }: { asked: Asked }) {
  const given = fieldsOf(asked);
  const reasons = [{ value: "", label: "Choose why" }, ...Object.entries(reasonNames).map(([value, label]) => ({ value, label }))];
  const field = (name: string, label: string, hint?: string) => (
    <Field name={name} label={label} hint={hint} defaultValue={given[name] ?? ""} markOptional={false} maxLength={254} />
  );
  return (
    <search>
      <form action="/operator/access-log" className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Select name="reason" label="Why do you read it" options={reasons} defaultValue={given.reason ?? ""} required />
        {field("who", "Who did it", "E-mail address, id, or system:poll")}
        {field("whose", "Whose data", "E-mail address or id")}
        {field("act", "What", "Such as credential.open")}
        {field("why", "Reason", "Its code, such as poll")}
        <Field name="from" label="From day (UTC)" type="date" defaultValue={given.from ?? ""} markOptional={false} />
        <Field name="until" label="To day (UTC)" type="date" defaultValue={given.until ?? ""} markOptional={false} />
        <Select name="order" label="Order" options={orders} defaultValue={given.order ?? "newest"} required />
        <div>
          <SubmitButton tone="primary">Show lines</SubmitButton>
        </div>
      </form>
    </search>
  );
}
