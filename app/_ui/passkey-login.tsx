"use client";

import { browserSupportsWebAuthnAutofill, WebAuthnAbortService } from "@simplewebauthn/browser";
import { useEffect, useEffectEvent } from "react";
import { askPasskey, offerPasskeyInField } from "@/app/_ui/ask-passkey";
import type { FormAction } from "@/lib/web/form-state";
import { buttonClass } from "./button-class";
import { PasskeyNotice, PasskeyUnsupported } from "./passkey-notice";
import { usePasskey, usePasskeySupport } from "./use-passkey";

/** A challenge can be answered for five minutes: a page that stays open asks anew before that. */
const renewMs = 240_000;

/** Whether the box "keep me signed in", which stands above both ways to log in, is ticked. */
const remembered = () => document.querySelector<HTMLInputElement>('input[type="checkbox"][name="remember"]')?.checked ?? false;

/**
 * Logs in with a passkey, without address or password: by the button, or by choosing one where the browser offers saved logins in the
 * e-mail field (conditional mediation; the field's autocomplete has to end in "webauthn").
 */
export function PasskeyLogin({ action, next }: { action: FormAction; next: string }) {
  const supported = usePasskeySupport();
  const { busy, trouble, state, run, send } = usePasskey(action);
  const fields = () => ({ next, ...(remembered() ? { remember: "on" } : {}) });

  const offerInField = useEffectEvent(async (signal: AbortSignal) => {
    const reply = await offerPasskeyInField(signal);
    if ("answer" in reply && !signal.aborted) send(reply.answer, fields());
  });
  // One that was refused is not offered again by itself: the button is there for another try.
  const refused = state.status === "refused";
  useEffect(() => {
    if (busy || refused) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    let timer: ReturnType<typeof setInterval> | undefined;
    const offer = async () => {
      if (!(await browserSupportsWebAuthnAutofill()) || signal.aborted) return;
      offerInField(signal);
      timer = setInterval(() => offerInField(signal), renewMs);
    };
    void offer();
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [busy, refused]);
  useEffect(() => () => WebAuthnAbortService.cancelCeremony(), []);

  return (
    <div className="grid gap-4">
      <p className="flex items-center gap-3 text-sm text-soft before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
        or
      </p>
      <PasskeyNotice trouble={trouble} state={state} busy={busy} />
      <PasskeyUnsupported supported={supported} instead="log in with your password" />
      {supported === false ? null : (
        <div className="grid gap-2">
          <button
            type="button"
            disabled={supported === null}
            aria-disabled={busy || undefined}
            onClick={() => run(() => askPasskey("login"), fields)}
            className={buttonClass("secondary")}
          >
            {busy ? "Waiting for your passkey" : "Log in with a passkey"}
          </button>
        </div>
      )}
    </div>
  );
}
