import type { Metadata } from "next";
import { formatDate } from "@/app/_ui/format-time";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { findInvite } from "@/lib/accounts/find-invite";
import { DeadInvite } from "./dead-invite";
import { JoinForm } from "./form";
import { FullHouse } from "./full-house";
import { Terms } from "./terms";

export const metadata: Metadata = { title: "Your invitation", robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

/** What an invite's link opens. Reading it changes nothing; a link that does not count shows the page of dead links. */
export default async function InvitePage({ params }: Props) {
  const { token } = await params;
  const invite = await findInvite(token);
  if (!invite) return <DeadInvite />;
  if (invite.isFull) return <FullHouse email={invite.email} until={`${formatDate(invite.expiresAt, "UTC")} (UTC)`} />;
  return (
    <NarrowPage
      title="Join Holdfast"
      lead={
        <>
          The operator of Holdfast invites <strong className="font-semibold text-ink wrap-anywhere">{invite.email}</strong>. Holdfast
          watches your dispatch platforms and accepts the work orders that fit your schedule and your rules.
        </>
      }
    >
      <div className="grid gap-6">
        <Terms />
        <JoinForm token={token} email={invite.email} />
      </div>
    </NarrowPage>
  );
}
