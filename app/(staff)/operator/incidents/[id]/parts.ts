import type { Incident } from "@/lib/oversight/incidents/read-incidents";

/** What each part of an incident's page is given. `acts`: whether whoever looks may act, and the incident is not closed. */
export type Part = { incident: Incident; zone: string; acts: boolean; now: Date };
