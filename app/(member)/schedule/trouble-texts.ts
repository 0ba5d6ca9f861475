import type { Trouble } from "@/lib/schedule/feed-refused";

/** Why a calendar could not be read, and what the member can do about it. */
const troubleTexts: Record<Trouble, string> = {
  unreachable: "The calendar's host does not answer, or not in time.",
  not_found:
    "The host says that there is no calendar at this address, or that it is not public. Look up the address again, then remove this one and add the new one.",
  not_allowed: "The address leads to a place that is not called from here, such as a private network. Use the calendar's public address.",
  too_large: "The calendar is larger than 2 MB. Add one that holds less, such as a calendar of appointments alone.",
  not_a_calendar: "What is at the address is no calendar in iCal format, or is damaged. Look for an address that ends in .ics.",
  too_many: "The calendar has more than 5,000 busy times in the next 120 days. Add one that holds less.",
  odd_rule: "An event repeats every minute or second, or in a way that cannot be followed. Change that event, or add another calendar.",
  too_slow: "The calendar takes too long to work out. Add one that holds less.",
  unknown_zone: "An event is in a time zone that nobody knows. Change that event, or add another calendar.",
  not_kept: "What it says could not be kept here. Fetch it again; if that does not help, tell the operator who invited you.",
};

export function troubleText(trouble: string): string {
  return troubleTexts[trouble as Trouble] ?? "It could not be read.";
}
