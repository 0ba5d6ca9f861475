import { DateTime } from "@/app/_ui/date-time";
import { Notice } from "@/app/_ui/notice";
import { TextLink } from "@/app/_ui/text-link";
import type { Gap } from "@/lib/orders/acceptance-gaps";
import type { Pause } from "@/lib/orders/read-pause";
import { GapList } from "../gap-list";

const because: Record<string, string> = { reported: ", because it was said from your mail that a login was not you" };

/** Why acceptance is off although the member has not switched it off, since when, and what to do about it in order. */
export function Paused({ pause: { at, reason, passwordChanged }, zone }: { pause: Pause; zone: string }) {
  return (
    <Notice tone="warning" title="Automatic acceptance is paused">
      <p>
        It was switched off on <DateTime at={at} zone={zone} />
        {because[reason] ?? ""}. Your connections, hours, rules and plan are as they were.
      </p>
      <ol className="grid list-decimal gap-1 pl-5">
        <li>
          {passwordChanged ? (
            "You have set a new password since."
          ) : (
            <>
              <TextLink href="/settings/password">Set a new password</TextLink>: whoever it was may know the old one.
            </>
          )}
        </li>
        <li>
          Look at your <TextLink href="/settings/security">second factors</TextLink> and{" "}
          <TextLink href="/settings/sessions">logged-in devices</TextLink>, and at{" "}
          <TextLink href="/activity/access-log">what was done in your account</TextLink>.
        </li>
        <li>
          Then <TextLink href="/connections">switch automatic acceptance on again</TextLink>.
        </li>
      </ol>
    </Notice>
  );
}

/** What has stopped acceptance for a member who had everything set up. */
export function Stopped({ missing }: { missing: readonly Gap[] }) {
  return (
    <Notice tone="warning" title="Nothing is accepted at the moment">
      <p>You had everything set up. Acceptance goes on once this is mended:</p>
      <GapList gaps={missing} />
    </Notice>
  );
}
