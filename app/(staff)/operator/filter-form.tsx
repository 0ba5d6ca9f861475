import { capital } from "@/app/_ui/capital";
import { Field } from "@/app/_ui/field";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";

type Props = { path: string; search: string; state: string | null; states: readonly string[] };

/** Narrows a list by address and state. It only reads, so it is a form that gets. */
export function FilterForm({ path, search, state, states }: Props) {
  const options = [{ value: "any", label: "Any" }, ...states.map((value) => ({ value, label: capital(value) }))];
  return (
    <search>
      <form action={path} className="grid items-end gap-4 sm:grid-cols-[minmax(0,1fr)_12rem_auto]">
        <Field name="q" label="E-mail address contains" type="search" defaultValue={search} markOptional={false} maxLength={254} />
        <Select name="state" label="State" options={options} defaultValue={state ?? "any"} required />
        <SubmitButton tone="secondary">Search</SubmitButton>
      </form>
    </search>
  );
}
