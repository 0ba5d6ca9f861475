import type { Metadata } from "next";
import { LinkButton } from "@/app/_ui/link-button";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { Notice } from "@/app/_ui/notice";

export const metadata: Metadata = { title: "Now set a new password", robots: { index: false } };

/** What a used "this was not me" link leads to: what it did, and the one thing to do next. Says nothing of any account. */
export default function NotMeDonePage() {
  return (
    <NarrowPage title="Now set a new password" lead="Whoever it was may know the old one, and could log in with it again.">
      <Notice tone="success" title="Every device is logged out">
        Automatic acceptance is off on all your connections, and the operator has your report.
      </Notice>
      <ol className="grid list-decimal gap-1 pl-5">
        <li>Set a new password: we mail you a link. If your mailbox has the same password, change that one first.</li>
        <li>Log in, and look at your second factors in the settings. Remove any that is not yours.</li>
        <li>Switch automatic acceptance on again under Connections.</li>
      </ol>
      <div>
        <LinkButton href="/forgot" tone="primary">
          Set a new password
        </LinkButton>
      </div>
    </NarrowPage>
  );
}
