"use client";

import { useActionState, useEffect, useId, useRef } from "react";
import { controlClass, describedBy, FieldFrame } from "@/app/_ui/field-frame";
import { Answer } from "@/app/_ui/form";
import { fieldId } from "@/app/_ui/form-context";
import { SubmitButton } from "@/app/_ui/submit-button";
import { idle } from "@/lib/web/form-state";
import { inviteFromFile } from "./actions";
import { JudgedRows } from "./judged-rows";

const example = "email,name\nada@example.org,Ada\ngrace@example.org,Grace";

/** A file of addresses: shown row by row with what each comes to, and sent only then. Works without scripts. */
export function BulkForm() {
  const [state, act] = useActionState(inviteFromFile, idle);
  const formId = useId();
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.status !== "idle") answer.current?.focus();
  }, [state]);
  const wrong = state.status === "refused" ? state.fields.file : undefined;
  const [fileId, csvId] = [fieldId(formId, "file"), fieldId(formId, "csv")];
  return (
    <div className="grid gap-7">
      <div ref={answer} tabIndex={-1}>
        {state.status === "refused" ? <Answer state={state} formId={formId} /> : null}
        {state.status === "judged" ? (
          <JudgedRows rows={state.rows} isSent={state.text === null}>
            {state.text === null ? null : (
              <form action={act}>
                <textarea name="csv" defaultValue={state.text} hidden readOnly />
                <SubmitButton name="step" value="send" pending="Inviting">
                  Send the invites
                </SubmitButton>
              </form>
            )}
          </JudgedRows>
        ) : null}
      </div>
      <form action={act} className="grid gap-5">
        <FieldFrame
          id={fileId}
          label="CSV file"
          optional
          hint="In UTF-8, at most 500 rows and 64 KiB. The first line names the columns; one of them is email. Other columns are not read."
          error={wrong}
        >
          <input
            id={fileId}
            type="file"
            name="file"
            accept=".csv,text/csv"
            aria-invalid={wrong ? true : undefined}
            aria-describedby={describedBy(fileId, true, wrong)}
            className={controlClass}
          />
        </FieldFrame>
        <FieldFrame id={csvId} label="Or its text" optional hint="Read where no file is chosen.">
          <textarea
            id={csvId}
            name="csv"
            rows={6}
            placeholder={example}
            aria-describedby={describedBy(csvId, true, undefined)}
            className={`${controlClass} font-mono text-sm`}
          />
        </FieldFrame>
        <div>
          <SubmitButton name="step" value="look" pending="Looking" tone="secondary">
            Look at what it comes to
          </SubmitButton>
        </div>
      </form>
    </div>
  );
}
