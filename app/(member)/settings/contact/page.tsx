import { Card } from "@/app/_ui/card";
import { DateTime } from "@/app/_ui/date-time";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { Stack } from "@/app/_ui/stack";
import { readContact } from "@/lib/accounts/keep-contact";
import { readTimeZone } from "@/lib/schedule/read-schedule";
import { requireMember } from "@/lib/web/session";
import { keepContact } from "./actions";

export const metadata = { title: "Contact details" };

export default async function ContactPage() {
  const member = await requireMember();
  const { name, phone, confirmedAt } = await readContact(member.accountId);
  const zone = await readTimeZone(member.accountId);
  return (
    <Stack>
      <PageHeader
        title="Contact details"
        lead="How to reach you when mail does not, for example if somebody has got into your account. Nothing here is shown to a platform."
      />
      <Card
        footer={
          confirmedAt ? (
            <>
              You last said on <DateTime at={confirmedAt} zone={zone} show="date" /> that this is right. You are asked once a year.
            </>
          ) : (
            "You are asked once a year whether this is still right."
          )
        }
      >
        <Form action={keepContact} submit="Save" pending="Saving">
          <Field name="name" label="Name" autoComplete="name" maxLength={100} defaultValue={name ?? ""} />
          <Field name="phone" label="Phone number" type="tel" autoComplete="tel" maxLength={40} defaultValue={phone ?? ""} />
        </Form>
      </Card>
    </Stack>
  );
}
