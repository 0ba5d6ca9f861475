"use client";

import type { ReactNode } from "react";
import { controlClass, describedBy, FieldFrame } from "./field-frame";
import { useFormField } from "./form-context";
import { CaretIcon } from "./icons";

type Option = { value: string; label: string };
type Props = {
  name: string;
  label: ReactNode;
  options: readonly Option[];
  hint?: ReactNode;
  error?: string;
  defaultValue?: string;
  required?: boolean;
};

/** A native select. */
export function Select({ name, label, options, hint, error, defaultValue, required }: Props) {
  const field = useFormField(name);
  const wrong = error ?? field.error;
  const chosen = field.given ?? defaultValue;
  return (
    <FieldFrame id={field.id} label={label} hint={hint} error={wrong} optional={!required}>
      <span className="relative block">
        <select
          key={chosen}
          id={field.id}
          name={name}
          required={required}
          defaultValue={chosen}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={describedBy(field.id, hint, wrong)}
          className={`${controlClass} appearance-none pr-10`}
        >
          {options.map(({ value, label: text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
        <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-soft">
          <CaretIcon />
        </span>
      </span>
    </FieldFrame>
  );
}
