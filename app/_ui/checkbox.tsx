"use client";

import type { ReactNode } from "react";
import { describedBy } from "./field-frame";
import { useFormField, useRefused } from "./form-context";

type Props = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  value?: string;
  defaultChecked?: boolean;
  required?: boolean;
};

/** One tick box. After a refusal it stands as it was sent when the action gives its value back, else as first shown. */
export function Checkbox({ name, label, hint, error, value = "on", defaultChecked = false, required }: Props) {
  const field = useFormField(name);
  const refused = useRefused();
  const wrong = error ?? field.error;
  const ticked = refused && field.given !== undefined ? field.given === value : defaultChecked;
  return (
    <div className="grid gap-1">
      <div className="flex min-h-11 items-start gap-3">
        <input
          key={String(ticked)}
          id={field.id}
          type="checkbox"
          name={name}
          value={value}
          required={required}
          defaultChecked={ticked}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={describedBy(field.id, hint, wrong)}
          className="tick-box mt-2.5 size-6 shrink-0"
        />
        <label htmlFor={field.id} className="grow py-2.5">
          {label}
        </label>
      </div>
      {hint ? (
        <p id={`${field.id}-hint`} className="pl-9 text-sm text-soft">
          {hint}
        </p>
      ) : null}
      {wrong ? (
        <p id={`${field.id}-error`} className="pl-9 text-sm font-semibold text-bad">
          {wrong}
        </p>
      ) : null}
    </div>
  );
}
