import { type BadgeTone, StatusBadge } from "@/app/_ui/status-badge";
import type { Outcome } from "@/lib/oversight/seen";

const texts: Record<Outcome, { tone: BadgeTone; text: string }> = {
  holds: { tone: "good", text: "Holds" },
  fails: { tone: "bad", text: "Fails" },
  unknown: { tone: "neutral", text: "Not known" },
};

/** How a clause or a check stands. */
export function OutcomeBadge({ result }: { result: Outcome }) {
  return <StatusBadge tone={texts[result].tone}>{texts[result].text}</StatusBadge>;
}
