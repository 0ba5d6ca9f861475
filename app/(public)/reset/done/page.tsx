import { LinkButton } from "@/app/_ui/link-button";
import { NarrowPage } from "@/app/_ui/narrow-page";

export const metadata = { title: "Password changed" };

export default function ResetDonePage() {
  return (
    <NarrowPage title="Your password is changed" lead="Every device was logged out. A mail about the change is on its way to you.">
      <p>
        <LinkButton href="/login">Log in with the new password</LinkButton>
      </p>
    </NarrowPage>
  );
}
