import type { ReactNode } from "react";

type Props = { id: string; label: ReactNode; hint?: ReactNode; error?: string; optional?: boolean; children: ReactNode };

/** Label, hint and error around one control. The control names the last two through `describedBy`. */
export function FieldFrame({ id, label, hint, error, optional, children }: Props) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {label}
        {optional ? <span className="font-normal text-soft"> (optional)</span> : null}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-sm font-semibold text-bad">
          {error}
        </p>
      ) : null}
      {children}
    </div>
  );
}

/** The value of aria-describedby for a control in a FieldFrame. */
export function describedBy(id: string, hint: unknown, error: unknown): string | undefined {
  const ids = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter((part) => part !== null);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

/** The look of a text-like control. */
export const controlClass =
  "min-h-11 w-full min-w-0 rounded-control border border-edge bg-surface px-3 py-2 text-ink placeholder:text-soft " +
  "aria-invalid:border-2 aria-invalid:border-bad [&[readonly]]:bg-sunken disabled:bg-sunken";
