import type { ReactNode } from "react";
import { Form } from "@/app/_ui/form";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { FormAction } from "@/lib/web/form-state";

type Props = { action: FormAction; name: string; id: string; children: ReactNode; about: string; danger?: boolean };

/** One button that does something to one row. `about` says to which, for those who hear the button alone. */
export function RowForm({ action, name, id, children, about, danger = false }: Props) {
  return (
    <Form action={action} submit={null}>
      <input type="hidden" name={name} value={id} />
      <div>
        <SubmitButton tone={danger ? "danger" : "secondary"} size="small">
          {children}
          <span className="sr-only"> {about}</span>
        </SubmitButton>
      </div>
    </Form>
  );
}
