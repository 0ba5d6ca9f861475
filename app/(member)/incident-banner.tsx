import { LinkButton } from "@/app/_ui/link-button";
import { Notice } from "@/app/_ui/notice";
import { TextLink } from "@/app/_ui/text-link";
import { type ForMember, readForMember } from "@/lib/oversight/incidents/for-member";
import { platformName } from "@/lib/platforms/ids";

function stoppedText({ everything, frozen, platforms }: ForMember): string | null {
  if (everything) return "Nothing is looked at or accepted for anybody, and no sealed login is opened.";
  const names = new Intl.ListFormat("en").format(platforms.map((id) => platformName(id)));
  const calls = names ? `${names} ${platforms.length === 1 ? "is" : "are"} not looked at, and nothing is accepted there.` : "";
  const openings = frozen ? "Sealed logins are not opened, so that a connection that has to log in anew waits." : "";
  return calls || openings ? `${calls} ${openings}`.trim() : null;
}

/** What an incident means for the member at this moment: what is stopped for their sake, and what they have not read yet. Nothing on most days. */
export async function IncidentBanner({ accountId }: { accountId: string }) {
  const now = await readForMember(accountId);
  const stopped = stoppedText(now);
  if (!stopped && now.unread === 0) return null;
  return (
    <div className="mb-6 grid gap-3">
      {stopped ? (
        <Notice tone="warning" title="We have stopped something while we look into an incident">
          <p>
            {stopped} It goes on by itself when we are done; you need not do anything. How it stands is at{" "}
            <TextLink href="/status">Status</TextLink>.
          </p>
        </Notice>
      ) : null}
      {now.unread > 0 ? (
        <Notice
          tone="danger"
          title={now.unread === 1 ? "There is a security notice for you" : `There are ${now.unread} security notices for you`}
          actions={<LinkButton href="/security-notices">Read what happened</LinkButton>}
        />
      ) : null}
    </div>
  );
}
