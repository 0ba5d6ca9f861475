import type { BadgeTone } from "@/app/_ui/status-badge";
import type { ListedMember } from "@/lib/accounts/list-members";

export const memberStates = ["active", "suspended", "terminated", "erased"] as const;
export const stateTones: Record<ListedMember["state"], BadgeTone> = {
  active: "good",
  suspended: "warn",
  terminated: "bad",
  erased: "neutral",
};
