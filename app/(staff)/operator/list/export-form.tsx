import { Button } from "@/app/_ui/button";
import { Disclosure } from "@/app/_ui/disclosure";
import { Select } from "@/app/_ui/select";
import type { ExportReason } from "@/lib/accounts/export-list";
import { type Asked, fieldsOf } from "./list-shape";

const reasonNames: Record<ExportReason, string> = {
  audit: "For an audit or a review",
  member_case: "To help a member",
  accounting: "For the accounts",
  investigation: "To investigate something",
  handover: "To hand work over",
};
const options = [{ value: "", label: "Choose why" }, ...Object.entries(reasonNames).map(([value, label]) => ({ value, label }))];

type Props = { path: string; asked: Asked<string, Record<string, readonly string[]>>; isNarrowed: boolean };

/** A plain form: its answer is a file, or leads to the verification page and back. What narrows and sorts the list goes along. */
export function ExportForm({ path, asked, isNarrowed }: Props) {
  return (
    <Disclosure summary="Export as CSV">
      <p className="text-soft">
        {isNarrowed ? "Every row that fits the filters above, on all pages." : "Every row, on all pages."} That it was taken, by whom and
        why, is a line in the access log.
      </p>
      <form action={`${path}/export`} method="post" className="flex flex-wrap items-end gap-4">
        {fieldsOf(asked).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div className="w-full sm:w-72">
          <Select name="reason" label="Why do you take it" options={options} required />
        </div>
        <Button type="submit" tone="secondary">
          Export as CSV
        </Button>
      </form>
    </Disclosure>
  );
}
