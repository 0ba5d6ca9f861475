import { Card } from "@/app/_ui/card";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { offerAuthenticator } from "@/lib/accounts/add-authenticator";
import { requireFreshProof } from "@/lib/web/session";
import { enrolAuthenticator } from "./actions";
import { SetUpKey } from "./set-up-key";

export const metadata = { title: "Add an authenticator app" };

export default async function AuthenticatorPage() {
  const member = await requireFreshProof();
  const { uri, setUp } = offerAuthenticator(member);
  return (
    <Stack>
      <PageHeader title="Add an authenticator app" lead="A code from your phone, asked for after your password." />
      <div className="max-w-2xl">
        <Card>
          <Form
            action={enrolAuthenticator}
            submit="Add this app"
            pending="Checking"
            beside={<TextLink href="/settings/security">Cancel</TextLink>}
          >
            <p>Nothing is changed before the app has shown a right code. You have 15 minutes.</p>
            <SetUpKey uri={uri} setUp={setUp} />
            <Field
              name="code"
              label="Code that the app shows now"
              autoComplete="one-time-code"
              inputMode="numeric"
              maxLength={12}
              required
            />
            <Field name="name" label="Name" hint="So that you know it again, such as “Work phone”." maxLength={60} autoComplete="off" />
          </Form>
        </Card>
      </div>
    </Stack>
  );
}
