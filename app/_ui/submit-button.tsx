"use client";

import type { MouseEvent, ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { type ButtonSize, type ButtonTone, buttonClass } from "./button-class";

type Props = {
  children: ReactNode;
  /** Shown while the answer is awaited, such as "Saving". */
  pending?: string;
  tone?: ButtonTone;
  size?: ButtonSize;
  name?: string;
  value?: string;
};

/** Submits the form around it once: further presses do nothing until the answer is there. Keeps focus while waiting. */
export function SubmitButton({ children, pending, tone = "primary", size, name, value }: Props) {
  const status = useFormStatus();
  const holdBack = (event: MouseEvent) => {
    if (status.pending) event.preventDefault();
  };
  return (
    <button
      type="submit"
      name={name}
      value={value}
      className={buttonClass(tone, size)}
      aria-disabled={status.pending || undefined}
      data-sending={status.pending || undefined}
      onClick={holdBack}
    >
      {status.pending ? (pending ?? "One moment") : children}
    </button>
  );
}
