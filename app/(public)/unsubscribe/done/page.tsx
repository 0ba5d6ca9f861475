import type { Metadata } from "next";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { TextLink } from "@/app/_ui/text-link";

export const metadata: Metadata = { title: "You get no more of this mail", robots: { index: false } };

/** What the button on a mail's link leads to. Says nothing of any account. */
export default function UnsubscribedPage() {
  return (
    <NarrowPage title="You get no more of this mail" lead="It is stopped from now on. One that is on its way already may still arrive.">
      <p>
        You can have it again under <TextLink href="/settings/notices">Settings, Notices</TextLink>.
      </p>
    </NarrowPage>
  );
}
