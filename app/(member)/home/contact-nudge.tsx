import { Form } from "@/app/_ui/form";
import { LinkButton } from "@/app/_ui/link-button";
import { Notice } from "@/app/_ui/notice";
import type { Contact } from "@/lib/accounts/keep-contact";
import { stillRight } from "../settings/contact/actions";

/** Once a year: is this still how to reach you? (clause 10e) */
export function ContactNudge({ email, contact }: { email: string; contact: Contact }) {
  if (!contact.due) return null;
  const { name, phone } = contact;
  return (
    <Notice
      title="Is this still how we reach you?"
      actions={
        <Form
          action={stillRight}
          submit="Still right"
          pending="Saving"
          beside={
            <LinkButton href="/settings/contact" tone="secondary">
              Change
            </LinkButton>
          }
        />
      }
    >
      <p className="wrap-anywhere">{[email, name ?? "no name", phone ?? "no phone number"].join(" · ")}</p>
    </Notice>
  );
}
