"use client";

import { usePathname } from "next/navigation";
import { useActionState, useEffect, useId, useRef, useState } from "react";
import type { SessionEnd } from "@/lib/accounts/session-end";
import { type FormAction, type FormState, idle } from "@/lib/web/form-state";
import { Button } from "./button";
import { SubmitButton } from "./submit-button";
import { type SessionWatch, watchSession } from "./watch-session";

type Props = {
  /** When the session ends, as the page came. */
  end: SessionEnd;
  /** Does nothing but be seen by the server. */
  stay: FormAction;
};

/** Warns two minutes before the session ends by itself, in time to put that off or to save what was typed (WCAG 2.2.1). Needs scripts. */
export function IdleWarning({ end, stay }: Props) {
  const [warning, setWarning] = useState<SessionEnd | null>(null);
  const watch = useRef<SessionWatch | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const path = usePathname();
  const isOpen = warning !== null;

  useEffect(() => {
    const started = watchSession(end, setWarning);
    watch.current = started;
    return started.stop;
  }, [end]);
  useEffect(() => watch.current?.active(path), [path]);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  const [, stayHere] = useActionState(async (previous: FormState, data: FormData) => {
    const answer = await stay(previous, data);
    watch.current?.active("stay");
    return answer;
  }, idle);

  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        if (!warning?.canStay) return;
        event.preventDefault();
        form.current?.requestSubmit();
      }}
      className="m-auto w-[calc(100%-2rem)] max-w-md rounded-panel border border-line bg-surface p-5 text-ink shadow-raised backdrop:bg-[rgb(6_20_24/0.55)] sm:p-6 print:hidden"
    >
      {warning ? (
        <div className="grid gap-4">
          <h2 id={`${id}-title`} className="text-lg">
            You are about to be logged out
          </h2>
          <p id={`${id}-text`}>
            {warning.canStay
              ? "Nothing was done here for a while. To keep others out, you are logged out in about two minutes."
              : "This login reaches its longest time in about two minutes. Save what you are doing; then log in again."}
          </p>
          <p className="text-soft" aria-hidden="true">
            Time left: <span className="font-semibold text-ink tabular-nums">{clock(warning.secondsLeft)}</span>
          </p>
          {warning.canStay ? (
            <form ref={form} action={stayHere}>
              <SubmitButton pending="One moment">Stay signed in</SubmitButton>
            </form>
          ) : (
            <div>
              <Button onClick={() => dialog.current?.close()}>Back to the page</Button>
            </div>
          )}
        </div>
      ) : null}
    </dialog>
  );
}

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
