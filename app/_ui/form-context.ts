"use client";

import { createContext, useContext, useId } from "react";
import { type FormState, idle } from "@/lib/web/form-state";

type FormContextValue = { formId: string; state: FormState };

export const FormContext = createContext<FormContextValue | null>(null);

/** The DOM id of a form's field: the list of what is wrong links to it. */
export function fieldId(formId: string, name: string): string {
  return `${formId}-${name}`;
}

/** What the form around a field last answered about it. Outside a Form: nothing. */
export function useFormField(name: string): { id: string; error: string | undefined; given: string | undefined } {
  const ownId = useId();
  const context = useContext(FormContext);
  const state = context?.state ?? idle;
  const refused = state.status === "refused" ? state : null;
  return { id: fieldId(context?.formId ?? ownId, name), error: refused?.fields[name], given: refused?.values[name] };
}

/** Whether the last answer was a refusal: a tick box is then as it was sent, since an unticked box sends nothing. */
export function useRefused(): boolean {
  return useContext(FormContext)?.state.status === "refused";
}
