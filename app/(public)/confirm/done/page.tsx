import { LinkButton } from "@/app/_ui/link-button";
import { NarrowPage } from "@/app/_ui/narrow-page";

export const metadata = { title: "Address confirmed" };

export default function ConfirmDonePage() {
  return (
    <NarrowPage title="Your new address is in use" lead="Log in with it from now on. Mail about your account goes there.">
      <p>
        <LinkButton href="/settings">Go to your settings</LinkButton>
      </p>
    </NarrowPage>
  );
}
