import { Card } from "@/app/_ui/card";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { Select } from "@/app/_ui/select";
import { Stack } from "@/app/_ui/stack";
import { TextLink } from "@/app/_ui/text-link";
import { type OptionalKind, optionalKinds } from "@/lib/notices/kinds";
import { readNoticeSettings } from "@/lib/notices/notice-settings";
import { requireMember } from "@/lib/web/session";
import { clockOf } from "../../schedule/clock";
import { keepNotices } from "./actions";

export const metadata = { title: "Notices" };

const choices = { at_once: "At once", digest: "In the daily digest", never: "Never" } as const;
const kinds: { kind: OptionalKind; label: string; hint: string }[] = [
  {
    kind: "questions",
    label: "Offers that wait for your answer",
    hint: "With pay and distance. Not in the digest: by then somebody else has the work. With never, you find them on the offers page.",
  },
  {
    kind: "offers",
    label: "Offers that fit your rules",
    hint: "With pay and distance, where you are told of them and nothing is accepted.",
  },
  {
    kind: "work",
    label: "Accepted work",
    hint: "Accepted, moved, cancelled. Work that ends, or is moved onto time that is taken, is told at once even where you choose the digest.",
  },
  { kind: "connection", label: "Connections", hint: "A login that works, is refused, or is accepted again." },
];

function optionsOf(kind: OptionalKind) {
  return optionalKinds[kind].map((value) => ({ value, label: choices[value] }));
}

export default async function NoticesPage() {
  const member = await requireMember();
  const { timeZone, quietStartMinute, quietEndMinute, digestMinute, ...chosen } = await readNoticeSettings(member.accountId);
  return (
    <Stack>
      <PageHeader
        title="Notices"
        lead="Which mail you get, and when. Mail about your account's security and your bills is always sent, and at once."
      />
      <Card
        footer={
          <>
            Times are by the clocks in {timeZone.replaceAll("_", " ")}, as in <TextLink href="/schedule">your schedule</TextLink>.
          </>
        }
      >
        <Form action={keepNotices} submit="Save" pending="Saving">
          <div className="grid items-end gap-5 sm:grid-cols-2">
            {kinds.map(({ kind, label, hint }) => (
              <Select key={kind} name={kind} label={label} hint={hint} required options={optionsOf(kind)} defaultValue={chosen[kind]} />
            ))}
          </div>
          <fieldset className="grid gap-3">
            <legend className="mb-1 font-semibold">Quiet hours</legend>
            <p className="text-sm text-soft">
              What you chose above waits until they end, the digest too. An offer that is no longer to be had by then is not mailed.
            </p>
            <div className="grid grid-cols-2 gap-5">
              <Field name="quietStart" label="From" type="time" defaultValue={quietStartMinute === null ? "" : clockOf(quietStartMinute)} />
              <Field name="quietEnd" label="To" type="time" defaultValue={quietEndMinute === null ? "" : clockOf(quietEndMinute)} />
            </div>
          </fieldset>
          <Field
            name="digest"
            label="Daily digest"
            type="time"
            required
            hint="One mail a day about all that you left to it. On a day without anything there is none."
            defaultValue={clockOf(digestMinute)}
          />
        </Form>
      </Card>
    </Stack>
  );
}
