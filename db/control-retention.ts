import type { RetentionRule } from "@/db/retention-rule";

/** As long as the access log: 13 months. */
const evidence = 395;

/** The part of the retention table that is about controls, their evidence and the purge's own receipts; see db/retention.ts. */
export const controlRules = [
  {
    id: "control-results",
    table: "control_results",
    days: 90,
    since: "at",
    what: "What each look of a control saw",
    from: "the look",
  },
  {
    id: "control-days",
    table: "control_days",
    days: evidence,
    since: "day::timestamp AT TIME ZONE 'UTC'",
    what: "How often a control held on a day",
    from: "the day",
  },
  {
    id: "control-asks",
    table: "control_asks",
    days: 30,
    since: "taken_at",
    what: "That staff asked for a look at the controls",
    from: "it was taken up",
  },
  {
    id: "evidence",
    table: "evidence_statements",
    days: evidence,
    since: "signed_at",
    what: "Signed statements of how the clauses stand",
    from: "it was signed",
  },
  {
    id: "receipts",
    table: "purge_receipts",
    days: evidence,
    since: "finished_at",
    what: "What was purged, and when",
    from: "it was purged",
  },
] as const satisfies readonly RetentionRule[];
