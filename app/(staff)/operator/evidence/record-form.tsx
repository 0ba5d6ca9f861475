import { Disclosure } from "@/app/_ui/disclosure";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { Select } from "@/app/_ui/select";
import { TextArea } from "@/app/_ui/text-area";
import { orgClauseIds, orgClauses } from "@/lib/oversight/evidence/org-clauses";
import { record } from "./actions";

/** Keeps evidence for a clause. */
export function RecordForm() {
  return (
    <>
      <Form action={record} submit="Keep this evidence" pending="Keeping">
        <Select
          name="clause"
          label="Clause"
          options={[{ value: "", label: "Choose the clause" }, ...orgClauseIds.map((id) => ({ value: id, label: id }))]}
          required
        />
        <Field
          name="title"
          label="What it is"
          hint="Published. Such as: ISO 27001 certificate of the host."
          maxLength={120}
          autoComplete="off"
          required
        />
        <TextArea
          name="text"
          label="What it shows"
          hint="Published. Its scope, who issued it, and what it does not cover."
          maxLength={2_000}
          required
        />
        <Field
          name="reference"
          label="Where it lies"
          hint="Not published: an https address, or the name of a file in your own archive."
          maxLength={500}
          autoComplete="off"
          required
        />
        <Field name="until" label="Last day on which it counts (UTC)" hint="At most three years ahead." type="date" required />
      </Form>
      <Disclosure summary="What would show each clause">
        <dl className="grid gap-3">
          {orgClauseIds.map((id) => (
            <div key={id} className="grid gap-0.5">
              <dt className="font-semibold">{id}</dt>
              <dd className="text-soft">{orgClauses[id]}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
    </>
  );
}
