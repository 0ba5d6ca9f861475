"use client";

import type { ComponentPropsWithRef, ReactNode } from "react";
import { controlClass, describedBy, FieldFrame } from "./field-frame";
import { useFormField } from "./form-context";

type Props = Omit<ComponentPropsWithRef<"input">, "id" | "className" | "style" | "name"> & {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong, when it is not the form around it that says so. */
  error?: string;
  /** Written after the control: "miles", "minutes", "USD". */
  unit?: string;
  /** False where the form says otherwise that a field may stay empty. */
  markOptional?: boolean;
};

/** One labelled input. A field that is not `required` is marked optional. */
export function Field({ name, label, hint, error, unit, required, defaultValue, markOptional = true, ...input }: Props) {
  const field = useFormField(name);
  const wrong = error ?? field.error;
  const control = (
    <input
      {...input}
      id={field.id}
      name={name}
      required={required}
      defaultValue={field.given ?? defaultValue}
      aria-invalid={wrong ? true : undefined}
      aria-describedby={describedBy(field.id, hint, wrong)}
      className={controlClass}
    />
  );
  return (
    <FieldFrame
      id={field.id}
      label={
        unit ? (
          <>
            {label}
            <span className="sr-only">, in {unit}</span>
          </>
        ) : (
          label
        )
      }
      hint={hint}
      error={wrong}
      optional={markOptional && !required && !input.readOnly}
    >
      {unit ? (
        <span className="flex items-center gap-2.5">
          {control}
          <span aria-hidden="true" className="shrink-0 text-soft">
            {unit}
          </span>
        </span>
      ) : (
        control
      )}
    </FieldFrame>
  );
}
