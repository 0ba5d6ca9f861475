import { type BadgeTone, StatusBadge } from "@/app/_ui/status-badge";
import type { ListedProcessor } from "@/lib/oversight/processors/list";

const badges: Record<ListedProcessor["state"], { tone: BadgeTone; text: string }> = {
  evidenced: { tone: "good", text: "Evidenced" },
  lacking: { tone: "warn", text: "Not evidenced" },
  overdue: { tone: "bad", text: "Expired or overdue" },
  withdrawn: { tone: "neutral", text: "Off the list" },
};

/** How an entry of the register stands. Hosts that members choose themselves have no agreement with us. */
export function StateBadge({ of: { code, state } }: { of: Pick<ListedProcessor, "code" | "state"> }) {
  if (code === "calendars" && state === "evidenced") return <StatusBadge tone="neutral">Members' own choice</StatusBadge>;
  const { tone, text } = badges[state];
  return <StatusBadge tone={tone}>{text}</StatusBadge>;
}
