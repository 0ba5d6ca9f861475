import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { keepMargins } from "./actions";

/** Minutes that are kept free on both sides of each job. */
export function MarginsForm({ beforeMinutes, afterMinutes }: { beforeMinutes: number; afterMinutes: number }) {
  return (
    <Form action={keepMargins} submit="Save time around jobs" pending="Saving">
      <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
        <Field
          name="beforeMinutes"
          label="Before each job"
          unit="minutes"
          inputMode="numeric"
          required
          defaultValue={String(beforeMinutes)}
        />
        <Field name="afterMinutes" label="After each job" unit="minutes" inputMode="numeric" required defaultValue={String(afterMinutes)} />
      </div>
      <p className="text-sm text-soft">
        Between two jobs lie the minutes after the one and those before the next. They need not lie in your hours. 240 is the most.
      </p>
    </Form>
  );
}
