import { StatusBadge } from "@/app/_ui/status-badge";
import type { OfferSummary } from "@/lib/orders/list-offers";
import { lossOf, misfitOf } from "./rule-text";

const badges = {
  skipped: { tone: "neutral", text: "Not accepted" },
  accepting: { tone: "info", text: "Being accepted" },
  accepted: { tone: "good", text: "Accepted" },
  lost: { tone: "warn", text: "Lost" },
} as const;

export function OutcomeBadge({ state }: { state: OfferSummary["state"] }) {
  return <StatusBadge tone={badges[state].tone}>{badges[state].text}</StatusBadge>;
}

/** The first reason in a list's row; the offer's own page has all. */
export function shortReason({ state, results, lostBecause }: Pick<OfferSummary, "state" | "results" | "lostBecause">): string {
  if (state === "lost") return lossOf(lostBecause) || "It suited, and came to nothing";
  if (state !== "skipped") return "It suited all your rules";
  const misfits = (results ?? []).filter(({ suits }) => !suits);
  const more = misfits.length > 1 ? `, and ${misfits.length - 1} more` : "";
  return misfits[0] ? `${misfitOf(misfits[0].why)}${more}` : "";
}
