import type { SupportView } from "@/lib/membership/read-support-view";

type Connection = SupportView["connections"][number];

export const stateNames: Record<Connection["state"], string> = {
  awaiting_key: "its key is being made",
  awaiting_credential: "waits for the login",
  verifying: "the login is being tried",
  working: "the login works",
  refused: "the platform refuses the login",
  unreachable: "the platform does not answer",
  unlinked: "unlinked",
};

const activityNames: Record<string, string> = {
  login_worked: "The login worked",
  login_refused: "The platform refused the login",
  login_unreachable: "The platform did not answer the login",
  poll_failed: "The platform could not be looked at",
  offer_held: "An offer suited, and time was reserved for it",
  offer_accepted: "An order was confirmed as the member's",
  offer_lost: "An order came to nothing",
};
export const activityName = (kind: string): string => activityNames[kind] ?? "Something that has no name here yet";

/** "9:00 AM" for minutes after midnight. */
export function clockName(minute: number): string {
  const hour = Math.floor(minute / 60) % 24;
  return `${hour % 12 || 12}:${String(minute % 60).padStart(2, "0")} ${hour < 12 ? "AM" : "PM"}`;
}
