import { Card } from "@/app/_ui/card";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { TextLink } from "@/app/_ui/text-link";
import { offerAuthenticator } from "@/lib/accounts/add-authenticator";
import { requireFreshProof } from "@/lib/web/session";
import { enrolAuthenticator } from "./actions";
import { SetUpKey } from "./set-up-key";

/** Right for both halves: the set-up, and the recovery codes that take its place. */
export const metadata = { title: "Authenticator app" };

export default async function AuthenticatorPage() {
  const member = await requireFreshProof();
  const { uri, setUp } = offerAuthenticator(member);
  return (
    <div className="group grid gap-7 sm:gap-9">
      <div className="group-has-[[data-recovery-codes]]:hidden">
        <PageHeader title="Add an authenticator app" lead="A code from your phone, asked for after your password." />
      </div>
      <div className="hidden group-has-[[data-recovery-codes]]:block">
        <PageHeader title="Your authenticator app is added" lead="From now on its code is asked for after your password." />
      </div>
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
    </div>
  );
}
