import type { ReactNode } from "react";
import { LinkButton } from "@/app/_ui/link-button";
import { NarrowPage } from "@/app/_ui/narrow-page";
import { statusOf } from "@/lib/base/errors";
import { answerWithStatus } from "@/lib/web/answer-status";

type Props = {
  /** Why it may not work, and for how long such a link does. */
  why: ReactNode;
  /** Where to go instead. */
  next: { href: string; label: string };
  /** Whether such a link ever counted. */
  refusal?: "dead_link" | "not_found";
};

/** One page for every mailed link that does not count, whatever is wrong with it, and its status. */
export function DeadLink({ why, next, refusal = "dead_link" }: Props) {
  answerWithStatus(statusOf[refusal]);
  return (
    <NarrowPage title="This link does not work" lead={why}>
      <p>Nothing was changed.</p>
      <p>
        <LinkButton href={next.href}>{next.label}</LinkButton>
      </p>
    </NarrowPage>
  );
}
