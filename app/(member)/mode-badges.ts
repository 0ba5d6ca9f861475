import type { BadgeTone } from "@/app/_ui/status-badge";
import type { Mode } from "@/lib/connections/set-mode";

/** What a connection that nothing stops does with offers that fit, in a word or two. */
export const modeBadges: Record<Mode, { tone: BadgeTone; text: string }> = {
  auto: { tone: "good", text: "Accepting" },
  ask: { tone: "good", text: "Asking you" },
  notify: { tone: "good", text: "Telling you" },
  dry_run: { tone: "info", text: "On trial" },
  off: { tone: "neutral", text: "Off" },
};
