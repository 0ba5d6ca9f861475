import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { PasswordField } from "@/app/_ui/password-field";
import { enterCode, enterPassword } from "./actions";

type Props = { next: string };

export function AppCodeForm({ next }: Props) {
  return (
    <Form action={enterCode} submit="Go on" pending="Checking">
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="kind" value="totp" />
      <Field
        name="code"
        label="Code from your authenticator app"
        hint="Six digits. Each code works once; a new one appears every 30 seconds."
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={12}
        required
      />
    </Form>
  );
}

export function RecoveryForm({ next }: Props) {
  return (
    <Form action={enterCode} submit="Use this recovery code" pending="Checking" tone="secondary">
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="kind" value="recovery" />
      <Field
        name="code"
        label="Recovery code"
        hint="One of the ten that you kept when you added your second factor. It is used up by this."
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={64}
        required
      />
    </Form>
  );
}

export function PasswordAgainForm({ next, email }: Props & { email: string }) {
  return (
    <Form action={enterPassword} submit="Go on" pending="Checking">
      <input type="hidden" name="next" value={next} />
      <input type="text" name="username" value={email} autoComplete="username" readOnly hidden />
      <PasswordField name="password" label="Password" autoComplete="current-password" />
    </Form>
  );
}
