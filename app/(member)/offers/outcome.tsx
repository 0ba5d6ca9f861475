import { StatusBadge } from "@/app/_ui/status-badge";
import type { OfferSummary } from "@/lib/orders/list-offers";
import { misfitOf } from "./rule-text";

const badges = {
  skipped: { tone: "neutral", text: "Skipped" },
  accepting: { tone: "info", text: "Being accepted" },
  accepted: { tone: "good", text: "Accepted" },
  lost: { tone: "warn", text: "Lost" },
} as const;

export function OutcomeBadge({ state }: { state: OfferSummary["state"] }) {
  return <StatusBadge tone={badges[state].tone}>{badges[state].text}</StatusBadge>;
}

/** The first reason in a list's row; the offer's own page has all. */
export function shortReason({ state, results }: Pick<OfferSummary, "state" | "results">): string {
  if (state !== "skipped") return "All your rules suited";
  const misfits = (results ?? []).filter(({ suits }) => !suits);
  const more = misfits.length > 1 ? `, and ${misfits.length - 1} more` : "";
  return misfits[0] ? `${misfitOf(misfits[0].why)}${more}` : "";
}
