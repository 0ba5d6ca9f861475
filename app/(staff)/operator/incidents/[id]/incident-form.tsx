import type { ComponentProps, ReactNode } from "react";
import { Form } from "@/app/_ui/form";
import { TextArea } from "@/app/_ui/text-area";

type Props = ComponentProps<typeof Form> & { incident: string; why?: string; children?: ReactNode };

/** A form that acts on one incident; with `why`, it asks for a reason, which stands in the timeline. */
export function IncidentForm({ incident, why, children, ...form }: Props) {
  return (
    <Form {...form}>
      <input type="hidden" name="incident" value={incident} />
      {children}
      {why ? (
        <TextArea name="text" label={why} hint="Stands in the timeline. No case details." maxLength={2_000} rows={2} required />
      ) : null}
    </Form>
  );
}
