"use client";

import type { ComponentPropsWithRef, ReactNode } from "react";
import { controlClass, describedBy, FieldFrame } from "./field-frame";
import { useFormField } from "./form-context";

type Props = Omit<ComponentPropsWithRef<"textarea">, "id" | "className" | "style" | "name"> & {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
};

/** Several lines of text. A field that is not `required` is marked optional. */
export function TextArea({ name, label, hint, required, defaultValue, rows = 4, ...area }: Props) {
  const field = useFormField(name);
  return (
    <FieldFrame id={field.id} label={label} hint={hint} error={field.error} optional={!required}>
      <textarea
        {...area}
        id={field.id}
        name={name}
        rows={rows}
        required={required}
        defaultValue={field.given ?? defaultValue}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={describedBy(field.id, hint, field.error)}
        className={controlClass}
      />
    </FieldFrame>
  );
}
