"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { shortestPassword } from "@/lib/passwords/password-rules";
import { PasswordField } from "./password-field";
import { PasswordMeter } from "./password-meter";

type Props = {
  label: ReactNode;
  name?: string;
  error?: string;
  /** What the page knows of the account, such as its e-mail address: a password must not be made of it. */
  own: readonly string[];
};

/**
 * Where a password is chosen. Once scripts run it says while typing what is still wrong; web decides when the form is sent, and an
 * answer empties the field, and with it the meter.
 */
export function NewPasswordField({ label, name = "password", error, own }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const form = frame.current?.closest("form");
    const empty = () => setTyped(null);
    form?.addEventListener("reset", empty);
    return () => form?.removeEventListener("reset", empty);
  }, []);
  return (
    <div ref={frame} className="grid gap-2">
      <PasswordField
        name={name}
        label={label}
        error={error}
        autoComplete="new-password"
        minLength={shortestPassword}
        hint={`${shortestPassword} characters or more; any characters will do. A few unrelated words are easy to remember and hard to guess. Use it nowhere else.`}
        onTyped={setTyped}
      />
      {typed === null ? null : <PasswordMeter password={typed} own={own} />}
    </div>
  );
}
