import type { Metadata } from "next";
import { Form } from "@/app/_ui/form";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { confirmHours } from "@/lib/accounts/ask-for-email-change";
import { undoDays } from "@/lib/accounts/confirm-email";
import { findMailedLink } from "@/lib/accounts/find-mailed-link";
import { DeadLink } from "../../dead-link";
import { confirmAddress } from "./actions";

export const metadata: Metadata = { title: "Confirm your address", robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

/** What the link to a new address opens. Reading it changes nothing. */
export default async function ConfirmPage({ params }: Props) {
  const { token } = await params;
  const link = await findMailedLink("confirm-email", token);
  if (!link) {
    return (
      <DeadLink
        why={`It may have been used already, be older than ${confirmHours} hours, or have been replaced or called off.`}
        next={{ href: "/settings/email", label: "Ask for a new link" }}
      />
    );
  }
  return (
    <NarrowPage
      title="Confirm your new address"
      lead={
        <>
          From then on you log in with <strong className="font-semibold text-ink wrap-anywhere">{link.email}</strong>, and mail about your
          account goes there. Other devices are logged out.
        </>
      }
    >
      <p>The address that you have had so far gets a mail, by which the change can be taken back for {undoDays} days.</p>
      <Form action={confirmAddress} submit="Use this address" pending="Confirming">
        <input type="hidden" name="token" value={token} />
      </Form>
    </NarrowPage>
  );
}
