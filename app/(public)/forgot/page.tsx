import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { TextLink } from "@/app/_ui/text-link";
import { askForResetLink } from "./actions";

export const metadata = { title: "Forgotten password" };

export default function ForgotPage() {
  return (
    <NarrowPage
      title="Set a new password"
      lead="Enter the address of your account. You get a mail with a link to choose a new password."
      below={
        <>
          <p>No mail after some minutes? Look for it among your junk mail, and check that this is the address of your account.</p>
          <p>
            <TextLink href="/login">Back to the login</TextLink>
          </p>
        </>
      }
    >
      <Form action={askForResetLink} submit="Mail me a link" pending="Asking">
        <Field name="email" label="E-mail address" type="email" autoComplete="username" inputMode="email" required />
      </Form>
    </NarrowPage>
  );
}
