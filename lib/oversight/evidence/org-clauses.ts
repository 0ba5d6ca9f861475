import type { ClauseId } from "@/lib/terms/policy";

/**
 * The clauses that an organisation has a part in making true, and what would show that it does. The software records the evidence and when
 * it runs out; that it is true only people can say.
 */
export const orgClauses = {
  "3a": "A list of who has access to the servers and why, and when it was last gone through.",
  "5a": "The host's certificate or report (ISO 27001, SOC 2): its scope and until when it is valid.",
  "5b": "How the network in front of the service is filtered and watched: firewall rules, an intrusion detection, who is called.",
  "5c": "That the servers' own systems are patched: the schedule, and the last round.",
  "8a": "The plan for incidents and who is on call, with the last drill.",
  "8c": "Which authorities have to be told, by counsel's advice, and who tells them.",
  "8d": "That what was learned of the last incident or drill was carried out.",
  "9": "How processors are chosen and looked at, and that each has an agreement.",
} as const satisfies Partial<Record<ClauseId, string>>;

export type OrgClause = keyof typeof orgClauses;
/** In the policy's order, which an object's own keys would not keep: "9" is a number to it. */
export const orgClauseIds = ["3a", "5a", "5b", "5c", "8a", "8c", "8d", "9"] as const satisfies readonly OrgClause[];
