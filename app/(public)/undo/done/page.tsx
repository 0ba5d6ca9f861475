import { LinkButton } from "@/app/_ui/link-button";
import { NarrowPage } from "@/app/_ui/narrow-page";

export const metadata = { title: "Address given back" };

export default function UndoDonePage() {
  return (
    <NarrowPage
      title="Your account has its address back"
      lead="Every device is logged out. A mail with a link to set a new password is on its way; the old password no longer works."
    >
      <p>When you have logged in again, look at your devices and second factors, and remove what is not yours.</p>
      <p>
        <LinkButton href="/forgot">Ask for another link</LinkButton>
      </p>
    </NarrowPage>
  );
}
