import { LinkButton } from "@/app/_ui/link-button";
import { Section } from "@/app/_ui/section";
import { StatusBadge } from "@/app/_ui/status-badge";
import { recoveryCodeCount } from "@/lib/factors/make-recovery-codes";

const few = 3;

/** How many recovery codes are unused, and a way to make new ones. */
export function RecoveryCodesLeft({ left }: { left: number }) {
  return (
    <Section id="recovery" title="Recovery codes" lead="Each lets you in once when you do not have your second factor.">
      <p className="flex flex-wrap items-center gap-3">
        <span>
          {left} of {recoveryCodeCount} unused
        </span>
        {left <= few ? <StatusBadge tone="warn">Make new ones soon</StatusBadge> : null}
      </p>
      <div>
        <LinkButton href="/settings/security/recovery-codes">Make new codes</LinkButton>
      </div>
    </Section>
  );
}
