import { StatusBadge } from "@/app/_ui/status-badge";
import type { OfferSummary } from "@/lib/orders/list-offers";
import { lossOf, misfitOf } from "./rule-text";

const badges = {
  skipped: { tone: "neutral", text: "Not accepted" },
  dry_run: { tone: "info", text: "Would be accepted" },
  notified: { tone: "info", text: "Fits" },
  asking: { tone: "warn", text: "Waits for you" },
  declined: { tone: "neutral", text: "Declined by you" },
  expired: { tone: "neutral", text: "No longer on offer" },
  accepting: { tone: "info", text: "Being accepted" },
  requested: { tone: "info", text: "Waits for the buyer" },
  accepted: { tone: "good", text: "Accepted" },
  lost: { tone: "warn", text: "Lost" },
  cancelled: { tone: "warn", text: "Cancelled" },
} as const;

export function OutcomeBadge({ state }: { state: OfferSummary["state"] }) {
  return <StatusBadge tone={badges[state].tone}>{badges[state].text}</StatusBadge>;
}

const undecided = new Set<OfferSummary["state"]>(["skipped", "asking", "notified", "dry_run", "declined", "expired"]);

/** The first reason in a list's row; the offer's own page has all. */
export function shortReason({ state, results, lostBecause }: Pick<OfferSummary, "state" | "results" | "lostBecause">): string {
  if (state === "lost") return lossOf(lostBecause) || "It suited, and came to nothing";
  const misfits = (results ?? []).filter(({ suits }) => !suits);
  if (misfits.length === 0) return "It suited all your rules";
  const more = misfits.length > 1 ? `, and ${misfits.length - 1} more` : "";
  const found = `${misfitOf(misfits[0]?.why ?? null)}${more}`;
  return undecided.has(state) ? found : `You took it anyway: ${found.charAt(0).toLowerCase()}${found.slice(1)}`;
}
