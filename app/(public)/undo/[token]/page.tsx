import type { Metadata } from "next";
import { Form } from "@/app/_ui/form";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { undoDays } from "@/lib/accounts/confirm-email";
import { findMailedLink } from "@/lib/accounts/find-mailed-link";
import { DeadLink } from "../../dead-link";
import { takeBack } from "./actions";

export const metadata: Metadata = { title: "Take the change back", robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

/** What the link to an earlier address opens. Reading it changes nothing. */
export default async function UndoPage({ params }: Props) {
  const { token } = await params;
  const link = await findMailedLink("undo-email", token);
  if (!link) {
    return (
      <DeadLink
        why={`It may have been used already, be older than ${undoDays} days, or an earlier address may have been given back. If your account was taken from you, tell the operator who invited you.`}
        next={{ href: "/login", label: "Go to the login" }}
      />
    );
  }
  return (
    <NarrowPage
      title="Take the change of address back"
      lead={
        <>
          The account gets <strong className="font-semibold text-ink wrap-anywhere">{link.email}</strong> back, whatever it was changed to
          since.
        </>
      }
    >
      <p>
        Every device is logged out, and the present password stops working, because whoever changed the address may know it. A mail to this
        address brings you a link to set a new one.
      </p>
      <Form action={takeBack} submit="Give the account back to this address" pending="Taking it back">
        <input type="hidden" name="token" value={token} />
      </Form>
    </NarrowPage>
  );
}
