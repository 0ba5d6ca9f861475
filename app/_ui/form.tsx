"use client";

import { type ReactNode, useActionState, useEffect, useId, useRef } from "react";
import { type FormAction, type FormState, idle } from "@/lib/web/form-state";
import type { ButtonTone } from "./button-class";
import { FormContext, fieldId } from "./form-context";
import { Notice } from "./notice";
import { RecoveryCodes } from "./recovery-codes";
import { SubmitButton } from "./submit-button";
import { TextLink } from "./text-link";

type Props = {
  action: FormAction;
  children?: ReactNode;
  /** The submit button's text; null when the children bring their own. */
  submit: string | null;
  pending?: string;
  tone?: ButtonTone;
  /** Stands beside the submit button: a cancel link, a note. */
  beside?: ReactNode;
};

/**
 * A form over a server action. Without JavaScript the browser posts it and the page comes back with the answer;
 * with JavaScript the answer takes focus in place. What was typed comes back from the action's `values`. Recovery codes take the form's place.
 */
export function Form({ action, children, submit, pending, tone, beside }: Props) {
  const [state, submitAction] = useActionState(action, idle);
  const formId = useId();
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.status !== "idle") answer.current?.focus();
  }, [state]);
  if (state.status === "codes") return <RecoveryCodes codes={state.codes} />;
  return (
    <FormContext value={{ formId, state }}>
      <form action={submitAction} className="grid gap-5">
        {state.status === "done" || state.status === "refused" ? (
          <div ref={answer} tabIndex={-1}>
            <Answer state={state} formId={formId} />
          </div>
        ) : null}
        {children}
        {submit === null ? null : (
          <div className="flex flex-wrap items-center gap-3">
            <SubmitButton pending={pending} tone={tone}>
              {submit}
            </SubmitButton>
            {beside}
          </div>
        )}
      </form>
    </FormContext>
  );
}

/** How an action has answered: said in words, with links to the fields that are wrong. */
export function Answer({ state, formId }: { state: Extract<FormState, { status: "done" | "refused" }>; formId: string }) {
  if (state.status === "done")
    return (
      <Notice tone="success">
        <p>{state.message}</p>
        {state.copy ? (
          <p>
            <code className="font-mono break-all select-all">{state.copy}</code>
          </p>
        ) : null}
        {state.next ? (
          <p>
            <TextLink href={state.next.href}>{state.next.label}</TextLink>
          </p>
        ) : null}
      </Notice>
    );
  const wrong = Object.entries(state.fields);
  return (
    <Notice tone="danger" title={state.message}>
      {wrong.length === 0 ? null : (
        <ul className="list-disc pl-5">
          {wrong.map(([name, text]) => (
            <li key={name}>
              <a href={`#${fieldId(formId, name)}`} className="underline underline-offset-2">
                {text}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
