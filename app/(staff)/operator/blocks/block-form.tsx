import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { Select } from "@/app/_ui/select";
import { shutOut } from "./actions";
import { hourNames, reasonNames } from "./names";

const optionsOf = (names: Record<string, string>) => Object.entries(names).map(([value, label]) => ({ value, label }));

type Props = { target?: string; reason?: keyof typeof reasonNames };

/** Shuts a network or an account out. */
export function BlockForm({ target, reason }: Props) {
  return (
    <Form action={shutOut} submit="Shut out" pending="Shutting out" tone="danger">
      <Field
        name="target"
        label="IP address, network or account"
        hint="Such as 203.0.113.7, 2001:db8:7::/64, or the e-mail address of an account."
        defaultValue={target}
        autoComplete="off"
        maxLength={254}
        required
      />
      <Select
        name="reason"
        label="Why"
        options={[{ value: "", label: "Choose why" }, ...optionsOf(reasonNames)]}
        defaultValue={reason}
        hint="An account's holder is told by mail, and at each login."
        required
      />
      <Select name="hours" label="For how long" options={optionsOf(hourNames)} defaultValue="24" required />
    </Form>
  );
}
