import type { Trouble } from "@/lib/schedule/feed-refused";

interface TroubleText {
  why: string;
  toDo: string;
}

const addAnother = "Remove this one and add one that holds less, such as a calendar of appointments alone.";
const changeEvent = "Change that event in the calendar, then fetch it again; or remove this one and add another.";

/** Why a calendar could not be read, and what the member can do about it. */
const troubleTexts: Record<Trouble, TroubleText> = {
  unreachable: {
    why: "The calendar's host does not answer, or not in time.",
    toDo: "It is tried again by itself. If it stays so, remove this one and add the calendar by its current address.",
  },
  not_found: {
    why: "The host says that there is no calendar at this address, or that it is not public.",
    toDo: "Look up the calendar's address again, remove this one and add the new one.",
  },
  not_allowed: {
    why: "The address leads to a place that is not called from here, such as a private network.",
    toDo: "Remove this one and add the calendar by its public address.",
  },
  too_large: { why: "The calendar is larger than 2 MB.", toDo: addAnother },
  not_a_calendar: {
    why: "What is at the address is no calendar in iCal format, or is damaged.",
    toDo: "Remove this one and add the address that ends in .ics.",
  },
  too_many: { why: "The calendar has more than 5,000 busy times in the next 120 days.", toDo: addAnother },
  odd_rule: { why: "An event repeats every minute or second, or in a way that cannot be followed.", toDo: changeEvent },
  too_slow: { why: "The calendar takes too long to work out.", toDo: addAnother },
  unknown_zone: { why: "An event is in a time zone that nobody knows.", toDo: changeEvent },
  not_kept: {
    why: "What it says could not be kept here.",
    toDo: "Fetch it again; if that does not help, remove it and tell the operator who invited you.",
  },
};

export function troubleText(trouble: string | null): TroubleText {
  const known = trouble === null ? undefined : troubleTexts[trouble as Trouble];
  return known ?? { why: "It could not be read.", toDo: "Fetch it again, or remove it." };
}
