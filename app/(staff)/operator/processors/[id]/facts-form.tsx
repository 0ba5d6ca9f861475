import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import type { ProcessorRow } from "@/lib/oversight/processors/read";
import { keep } from "../actions";

/** Keeps what the organisation knows of a processor. */
export function FactsForm({ of }: { of: ProcessorRow }) {
  return (
    <Form action={keep} submit="Keep this" pending="Keeping">
      <input type="hidden" name="processor" value={of.id} />
      <div className="grid gap-4 sm:grid-cols-2 sm:items-end">
        <Field
          name="agreement"
          label="Agreement"
          hint="Its number, or where it lies. Not published."
          defaultValue={of.agreement ?? ""}
          maxLength={200}
          autoComplete="off"
        />
        <Field name="agreedOn" label="Agreed on" type="date" defaultValue={of.agreedOn ?? ""} />
        <Field
          name="certificate"
          label="Certificate"
          hint="Such as ISO 27001, SOC 2 type II. Published."
          defaultValue={of.certificate ?? ""}
          maxLength={200}
          autoComplete="off"
        />
        <Field name="certificateUntil" label="Its last day" type="date" defaultValue={of.certificateUntil ?? ""} />
        <Field name="reviewedOn" label="Looked at on" type="date" defaultValue={of.reviewedOn ?? ""} />
        <Field name="reviewDue" label="To be looked at again by" type="date" defaultValue={of.reviewDue ?? ""} />
      </div>
    </Form>
  );
}
