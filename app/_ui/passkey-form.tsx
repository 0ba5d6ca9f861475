"use client";

import { type FormEvent, useId, useRef } from "react";
import { makePasskey } from "@/app/_ui/ask-passkey";
import type { FormAction } from "@/lib/web/form-state";
import { buttonClass } from "./button-class";
import { controlClass, describedBy, FieldFrame } from "./field-frame";
import { PasskeyNotice, PasskeyUnsupported } from "./passkey-notice";
import { RecoveryCodes } from "./recovery-codes";
import { usePasskey, usePasskeySupport } from "./use-passkey";

/** Has the browser make a passkey, under a name that its owner may choose, and posts it. */
export function PasskeyForm({ action }: { action: FormAction }) {
  const supported = usePasskeySupport();
  const { busy, trouble, state, run } = usePasskey(action);
  const id = useId();
  const name = useRef<HTMLInputElement>(null);
  const wrong = state.status === "refused" ? state.fields.name : undefined;
  const hint = "So that you know it again, such as “Work phone”. Left empty, it is named after this browser.";

  async function make(event: FormEvent) {
    event.preventDefault();
    await run(makePasskey, () => ({ name: name.current?.value ?? "" }));
  }

  if (state.status === "codes") return <RecoveryCodes codes={state.codes} />;
  return (
    <form onSubmit={make} className="grid max-w-md gap-5">
      <PasskeyNotice trouble={trouble} state={state} busy={busy} />
      <PasskeyUnsupported supported={supported} instead="" />
      {supported === false ? null : (
        <>
          <FieldFrame id={id} label="Name" hint={hint} error={wrong} optional>
            <input
              ref={name}
              id={id}
              maxLength={60}
              autoComplete="off"
              aria-invalid={wrong ? true : undefined}
              aria-describedby={describedBy(id, hint, wrong)}
              className={controlClass}
            />
          </FieldFrame>
          <div>
            <button type="submit" disabled={supported === null} aria-disabled={busy || undefined} className={buttonClass("primary")}>
              {busy ? "Waiting for your passkey" : "Add a passkey"}
            </button>
          </div>
        </>
      )}
    </form>
  );
}
