"use client";

import { askPasskey } from "@/app/_ui/ask-passkey";
import type { FormAction } from "@/lib/web/form-state";
import { buttonClass } from "./button-class";
import { PasskeyNotice, PasskeyUnsupported } from "./passkey-notice";
import { usePasskey, usePasskeySupport } from "./use-passkey";

type Props = {
  /** Takes the fields `answer` and `next`: `confirmPasskey` of the login's passkey actions. */
  action: FormAction;
  /** The path to go on to afterwards. */
  next: string;
  label?: string;
  /** What else one can do, such as "enter a code": said where passkeys do not work. Empty when there is nothing else. */
  instead?: string;
};

/** Confirms who is there with one of their passkeys: as the second factor of a login, or before a sensitive act. */
export function PasskeyPrompt({ action, next, label = "Use a passkey", instead = "" }: Props) {
  const supported = usePasskeySupport();
  const { busy, trouble, state, run } = usePasskey(action);
  return (
    <div className="grid gap-4">
      <PasskeyNotice trouble={trouble} state={state} busy={busy} />
      <PasskeyUnsupported supported={supported} instead={instead} />
      {supported === false ? null : (
        <div>
          <button
            type="button"
            disabled={supported === null}
            aria-disabled={busy || undefined}
            onClick={() =>
              run(
                () => askPasskey("verify"),
                () => ({ next }),
              )
            }
            className={buttonClass("primary")}
          >
            {busy ? "Waiting for your passkey" : label}
          </button>
        </div>
      )}
    </div>
  );
}
