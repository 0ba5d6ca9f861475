"use client";

import { type ReactNode, useState, useSyncExternalStore } from "react";
import { controlClass, describedBy, FieldFrame } from "./field-frame";
import { useFormField } from "./form-context";

type Props = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  autoComplete: "current-password" | "new-password" | "off";
  minLength?: number;
  /** Told what is in the field, when it is first entered and with each change. */
  onTyped?: (text: string) => void;
};

const never = () => () => {};

/** A password that can be shown while typing. The switch is there only once scripts run, since it needs them; paste is never hindered. */
export function PasswordField({ name, label, hint, error, autoComplete, minLength, onTyped }: Props) {
  const field = useFormField(name);
  const [shown, setShown] = useState(false);
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const wrong = error ?? field.error;
  return (
    <FieldFrame id={field.id} label={label} hint={hint} error={wrong}>
      <span className="relative block">
        <input
          id={field.id}
          name={name}
          type={shown ? "text" : "password"}
          required
          minLength={minLength}
          onFocus={onTyped && ((event) => onTyped(event.currentTarget.value))}
          onInput={onTyped && ((event) => onTyped(event.currentTarget.value))}
          autoComplete={autoComplete}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={describedBy(field.id, hint, wrong)}
          className={`${controlClass} pr-20`}
        />
        {scripted ? (
          <button
            type="button"
            aria-pressed={shown}
            aria-controls={field.id}
            onClick={() => setShown(!shown)}
            className="absolute inset-y-0 right-0 min-w-16 cursor-pointer rounded-control px-3 text-sm font-semibold text-brand"
          >
            {shown ? "Hide" : "Show"}
            <span className="sr-only"> password</span>
          </button>
        ) : null}
      </span>
    </FieldFrame>
  );
}
