import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { readPendingAddress } from "@/lib/accounts/ask-for-email-change";
import { undoDays } from "@/lib/accounts/confirm-email";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireFreshProof } from "@/lib/web/session";
import { askForNewAddress, callOff } from "./actions";

export const metadata = { title: "E-mail address" };

export default async function EmailPage() {
  const member = await requireFreshProof();
  const pending = await readPendingAddress(member.accountId);
  const zone = await readTimeZone(member.accountId);
  return (
    <Stack>
      <PageHeader
        title="E-mail address"
        lead={
          <>
            You log in with <strong className="font-semibold text-ink wrap-anywhere">{member.email}</strong>, and mail about your account
            goes there.
          </>
        }
      />
      {pending ? (
        <Card title="Waiting for your confirmation">
          <p>
            A link was mailed to <strong className="font-semibold wrap-anywhere">{pending.email}</strong>. It works until{" "}
            <DateTime at={pending.expiresAt} zone={zone} />.
          </p>
          <Form action={callOff} submit="Call the change off" tone="secondary" pending="Calling it off" />
        </Card>
      ) : null}
      <Card title="Change it">
        <p>
          You get a link at the new address. Once you have followed it, other devices are logged out, and your present address gets a mail
          by which the change can be taken back for {undoDays} days.
        </p>
        <Form action={askForNewAddress} submit="Mail a link to this address" pending="Asking">
          <Field name="email" label="New e-mail address" type="email" autoComplete="email" inputMode="email" required />
        </Form>
      </Card>
    </Stack>
  );
}
