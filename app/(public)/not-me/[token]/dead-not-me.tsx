import { LinkButton } from "@/app/_ui/link-button";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { TextLink } from "@/app/_ui/text-link";
import { notMeDays } from "@/lib/accounts/warn-of-new-device";

/** One page for every link that does not count: it does not tell a used one from one that never was. */
export function DeadNotMe() {
  return (
    <NarrowPage
      title="This link does not work any more"
      lead={`It works once, and for ${notMeDays} days. If you have used it, every device was logged out then.`}
      below={
        <p>
          If you cannot get in, or think that somebody else is in, ask the operator who invited you: they can close the account at once.
        </p>
      }
    >
      <p>If you doubt a login, there is another way: set a new password, which logs every device out.</p>
      <div className="flex flex-wrap items-center gap-3">
        <LinkButton href="/forgot" tone="primary">
          Set a new password
        </LinkButton>
        <TextLink href="/settings/sessions" alone>
          See where you are logged in
        </TextLink>
      </div>
    </NarrowPage>
  );
}
