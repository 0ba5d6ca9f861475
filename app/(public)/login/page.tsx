import { redirect } from "next/navigation";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { PasswordField } from "@/app/_ui/password-field";
import { safePath } from "@/lib/web/safe-path";
import { currentSession } from "@/lib/web/session";
import { enter } from "./actions";

export const metadata = { title: "Log in" };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function LoginPage({ searchParams }: Props) {
  const { next } = await searchParams;
  const target = safePath(typeof next === "string" ? next : null);
  if (await currentSession()) redirect(target);
  return (
    <NarrowPage
      title="Log in"
      below={
        <p>No account yet? Holdfast is by invitation: the link in your invite opens one. If you lost it, ask the operator for a new one.</p>
      }
    >
      <Form action={enter} submit="Log in" pending="Checking">
        <input type="hidden" name="next" value={target} />
        <Field name="email" label="E-mail address" type="email" autoComplete="username" inputMode="email" required />
        <PasswordField name="password" label="Password" autoComplete="current-password" />
      </Form>
    </NarrowPage>
  );
}
