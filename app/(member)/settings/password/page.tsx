import { Card } from "@/app/_ui/card";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { NewPasswordField } from "@/app/_ui/new-password-field";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { ownWords } from "@/lib/accounts/reset-password";
import { requireFreshProof } from "@/lib/web/session";
import { saveNewPassword } from "./actions";

export const metadata = { title: "Change password" };

type Props = { searchParams: Promise<{ saved?: string | string[] }> };

export default async function PasswordPage({ searchParams }: Props) {
  const member = await requireFreshProof();
  const { saved } = await searchParams;
  return (
    <Stack>
      <PageHeader title="Password" lead="Every other device is logged out when you save a new one." />
      {saved === "yes" ? <Notice tone="success">Your password is changed, and every other device is logged out.</Notice> : null}
      <Card>
        <Form action={saveNewPassword} submit="Save the new password" pending="Saving">
          <Field name="account" label="E-mail" type="email" autoComplete="username" defaultValue={member.email} readOnly />
          <NewPasswordField label="New password" own={await ownWords({ kind: "member", accountId: member.accountId })} />
        </Form>
      </Card>
    </Stack>
  );
}
