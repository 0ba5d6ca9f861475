import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { TextLink } from "@/app/_ui/text-link";
import { inviteDays } from "@/lib/accounts/invite";
import { statusOf } from "@/lib/base/errors";
import { answerWithStatus } from "@/lib/web/answer-status";
import { askForNewInvite } from "./actions";

/**
 * One page for every link that does not count, always with the same words and status: it does not tell a used or revoked invite from
 * one that never was. A part of the page and not its not-found file, which Next shows only where scripts run.
 */
export function DeadInvite() {
  answerWithStatus(statusOf.dead_link);
  return (
    <NarrowPage
      title="This invitation link does not work"
      lead={`It may have been used already, taken back, replaced by a newer one, or be older than ${inviteDays} days. If you were sent more than one mail, open the link in the newest.`}
      below={
        <p>
          Have you joined already? <TextLink href="/login">Log in</TextLink>.
        </p>
      }
    >
      <Form action={askForNewInvite} submit="Ask for a new link" pending="Asking">
        <Field
          name="email"
          label="Your e-mail address"
          type="email"
          autoComplete="email"
          required
          hint="The operator of Holdfast sees your request and decides whether to invite this address."
        />
      </Form>
    </NarrowPage>
  );
}
