import { LinkButton } from "@/app/_ui/link-button";
import { Notice } from "@/app/_ui/notice";
import { longDate } from "@/app/(public)/policy/long-date";
import { readAgreement } from "@/lib/terms/agreement";

/** That a new version of the policy waits for the member's agreement, or will, and where they give it. Nothing on most days. */
export async function TermsBanner({ accountId }: { accountId: string }) {
  const { asked, waits, given } = await readAgreement(accountId);
  // Staff who never were members have agreed to nothing, and nothing is done for them.
  if (!asked || given.length === 0) return null;
  return (
    // Beside the form itself, which the page of the agreement marks, it would only say the same again.
    <div className="mb-6 [&:has(~*_[data-agreement-asked])]:hidden">
      {waits ? (
        <Notice
          tone="warning"
          title="The data security policy has a new version, and the automation waits for your agreement"
          actions={<LinkButton href="/agreement">See what changed, and agree</LinkButton>}
        >
          No platform is looked at, and nothing is accepted. What was accepted is still yours.
        </Notice>
      ) : (
        <Notice
          tone="info"
          title={`A new version of the data security policy takes effect on ${longDate(asked.effective)}`}
          actions={<LinkButton href="/agreement">See what changes</LinkButton>}
        >
          Agree before then, and nothing stops.
        </Notice>
      )}
    </div>
  );
}
