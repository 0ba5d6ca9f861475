import { NarrowPage } from "@/app/_ui/narrow-page";

export const metadata = { title: "Account deleted" };

export default function ErasedPage() {
  return (
    <NarrowPage title="Your account is deleted" lead="You are logged out everywhere, and nobody can log in to it any more.">
      <p>
        The rest is erased within minutes: your plan is cancelled, the keys of your platform logins are destroyed, and what names you goes.
        One last mail tells you so.
      </p>
      <p>You can be invited again, and would then begin anew.</p>
    </NarrowPage>
  );
}
