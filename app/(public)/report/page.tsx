import type { Metadata } from "next";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { Select } from "@/app/_ui/select";
import { TextArea } from "@/app/_ui/text-area";
import { TextLink } from "@/app/_ui/text-link";
import { publicReportDays, reportHours } from "@/lib/oversight/public-reports/report";
import { sendReport } from "./actions";

export const metadata: Metadata = {
  title: "Report a vulnerability or an access",
  description: "Tell us of a vulnerability, or of access that you suspect. No account is needed, and the clock for our answer is shown.",
};

const kinds = [
  { value: "", label: "Choose" },
  { value: "access", label: "Somebody may have got at an account or at data" },
  { value: "vulnerability", label: "A vulnerability in this service" },
];

export default function ReportPage() {
  return (
    <NarrowPage
      title="Report something to us"
      lead="A vulnerability, or access that you suspect, to your account or to anybody's data. You need no account, and need not say who you are."
      below={
        <>
          <p>
            Was a login to your own account not yours? <TextLink href="/settings/sessions">Your list of logins</TextLink> ends it at once.
            Can you still log in, <TextLink href="/settings/password">set a new password</TextLink> too.
          </p>
          <p>
            Whoever reports in good faith, looks no further than needed to show the fault, and gives us 90 days before publishing is
            welcome, and we take no step against them. A report is deleted {publicReportDays} days after it was closed.
          </p>
        </>
      }
    >
      <Form action={sendReport} submit="Send the report" pending="Sending">
        <Select
          name="kind"
          label="What do you report"
          options={kinds}
          hint={`Somebody looks within ${reportHours.access} hours at a suspected access, within ${reportHours.vulnerability} at a vulnerability.`}
          required
        />
        <TextArea
          name="text"
          label="What did you see"
          hint="Where, when, and how we can see it too. No passwords, and no names of other people."
          maxLength={5_000}
          rows={8}
          required
        />
        <Field
          name="contact"
          label="Where can we write to you"
          type="email"
          autoComplete="email"
          inputMode="email"
          maxLength={254}
          hint="Without it you read our answer behind the link that you get."
        />
      </Form>
    </NarrowPage>
  );
}
