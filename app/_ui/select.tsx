"use client";

import type { ReactNode } from "react";
import { FieldFrame, controlClass, describedBy } from "./field-frame";
import { useFormField } from "./form-context";

type Option = { value: string; label: string };
type Props = { name: string; label: ReactNode; options: readonly Option[]; hint?: ReactNode; error?: string; defaultValue?: string; required?: boolean };

/** A native select. */
export function Select({ name, label, options, hint, error, defaultValue, required }: Props) {
  const field = useFormField(name);
  const wrong = error ?? field.error;
  const chosen = field.given ?? defaultValue;
  return (
    <FieldFrame id={field.id} label={label} hint={hint} error={wrong} optional={!required}>
      <select
        key={chosen}
        id={field.id}
        name={name}
        required={required}
        defaultValue={chosen}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={describedBy(field.id, hint, wrong)}
        className={controlClass}
      >
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
