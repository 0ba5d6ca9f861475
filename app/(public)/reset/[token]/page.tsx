import type { Metadata } from "next";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { NewPasswordField } from "@/app/_ui/new-password-field";
import { resetMinutes } from "@/lib/accounts/ask-for-reset";
import { findReset } from "@/lib/accounts/reset-password";
import { DeadLink } from "../../dead-link";
import { setNewPassword } from "./actions";

export const metadata: Metadata = { title: "Choose a new password", robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

/** What a reset's link opens. Reading it changes nothing. */
export default async function ResetPage({ params }: Props) {
  const { token } = await params;
  const reset = await findReset(token);
  if (!reset) {
    return (
      <DeadLink
        why={`It may have been used already, be older than ${resetMinutes} minutes, or have been replaced by a newer one: only the link in the newest mail works.`}
        next={{ href: "/forgot", label: "Ask for a new link" }}
      />
    );
  }
  return (
    <NarrowPage
      title="Choose a new password"
      lead="Every device is logged out when you save it. If you have a second factor, it stays as it is and is asked for at the next login."
    >
      <Form action={setNewPassword} submit="Save the new password" pending="Saving">
        <input type="hidden" name="token" value={token} />
        <Field name="account" label="E-mail" type="email" autoComplete="username" defaultValue={reset.email} readOnly />
        <NewPasswordField label="New password" own={reset.own} />
      </Form>
    </NarrowPage>
  );
}
