/**
 * How long every kind of row is kept, as one table: the purge follows it, the database enforces it on the purge's role, /trust and
 * /operator/retention show it. What is not named here belongs to an account and goes when that is erased, or is
 * named in lib/oversight/retention/kept-otherwise.ts.
 */
export interface RetentionRule {
  id: string;
  /** The table, by its name in SQL. */
  table: string;
  /** Whole days, of 24 hours, that a row is kept after `since`. */
  days: number;
  /** SQL over the table's own columns: the moment from which time counts. A row for which it is null stays. */
  since: string;
  /** What else has to be so, in SQL over the table's own columns. */
  only?: string;
  /** Tables and columns that may name the row by its key: while one does, it stays. */
  heldBy?: { key: string; columns: readonly (readonly [table: string, column: string])[] };
  /** Columns that are emptied, and what by, in SQL; left out where the whole row goes. */
  empties?: Record<string, string>;
  /** What it is, and from when its time counts, for people. */
  what: string;
  from: string;
}

const month = 30;
/** Evidence of who did what is kept as long as the access log: 13 months. */
const evidence = 395;
/** Books and what they rest on: as long as bookkeeping law commonly asks, seven years. An operator whom the law asks more of raises it. */
const books = 2_557;

/** The same column of several tables. */
const by = (column: string, ...tables: string[]) => tables.map((table) => [table, column] as const);

/** In this order, so that a row goes before the rows that it points at. */
export const retentionRules = [
  { id: "activity", table: "activity", days: month, since: "at", what: "What the automation did", from: "it was done" },
  { id: "decisions", table: "decisions", days: month, since: "decided_at", what: "Decisions, rule by rule", from: "the decision" },
  {
    id: "order-ids",
    table: "acceptances",
    days: month,
    since: "coalesce(ended_at, window_end)",
    only: "external_cipher IS NOT NULL AND next_look_at IS NULL",
    empties: { external_cipher: "NULL" },
    what: "The encrypted number of an accepted order; a keyed hash, which cannot be read back, stays with the receipt",
    from: "the end of the work",
  },
  {
    id: "intent-order-ids",
    table: "intents",
    days: month,
    since: "settled_at",
    only: "external_cipher <> ''",
    empties: { external_cipher: "''" },
    what: "The encrypted number of an order that was tried for",
    from: "it was settled",
  },
  {
    id: "lost-intents",
    table: "intents",
    days: month,
    since: "settled_at",
    heldBy: { key: "id", columns: [["acceptances", "intent_id"]] },
    what: "How an order was tried for that was not had, or whose acceptance is gone",
    from: "it was settled",
  },
  { id: "credits", table: "credits", days: books, since: "posted_at", what: "Credits for called-off work", from: "it was posted" },
  {
    id: "charges",
    table: "charges",
    days: books,
    since: "posted_at",
    heldBy: { key: "acceptance_id", columns: [["credits", "acceptance_id"]] },
    what: "Charges",
    from: "it was posted",
  },
  {
    id: "acceptances",
    table: "acceptances",
    days: books,
    since: "confirmed_at",
    heldBy: { key: "id", columns: [["charges", "acceptance_id"]] },
    what: "Accepted orders: platform, time, how confirmed",
    from: "it was confirmed",
  },
  {
    id: "holds",
    table: "holds",
    days: month,
    since: "coalesce(released_at, upper(during))",
    heldBy: { key: "id", columns: [["intents", "hold_id"]] },
    what: "Reserved time that nothing rests on",
    from: "its release",
  },
  {
    id: "offers",
    table: "offers",
    days: month,
    since: "coalesce(settled_at, seen_at)",
    heldBy: { key: "id", columns: by("offer_id", "intents", "holds", "decisions", "offer_details") },
    what: "Offers: a keyed hash, when seen, how it stood",
    from: "it was settled or last decided about",
  },
  {
    id: "unlinked-connections",
    table: "connections",
    days: month,
    since: "unlinked_at",
    heldBy: { key: "id", columns: by("connection_id", "credentials", "offers", "holds", "intents", "acceptances") },
    what: "Links to platforms that were cut; their keys are gone at once",
    from: "it was cut",
  },
  {
    id: "platform-messages",
    table: "platform_events",
    days: 1,
    since: "received_at",
    only: "handled_at IS NOT NULL",
    what: "That a platform sent a message, and about whom",
    from: "it came",
  },
  {
    id: "stripe-events",
    table: "stripe_events",
    days: 45,
    since: "handled_at",
    what: "That Stripe told of something",
    from: "it was handled",
  },
  { id: "busy-times", table: "busy_times", days: 1, since: "ends_at", what: "Busy times from calendars and platforms", from: "its end" },
  {
    id: "date-overrides",
    table: "date_overrides",
    days: month,
    since: "(date + 1)::timestamp AT TIME ZONE 'UTC'",
    what: "Hours for single dates",
    from: "the date",
  },
  {
    id: "time-off",
    table: "time_off",
    days: month,
    since: "(last_date + 1)::timestamp AT TIME ZONE 'UTC'",
    what: "Time off",
    from: "its last day",
  },
  {
    id: "unit-counts",
    table: "unit_counts",
    days: evidence,
    since: "starts::timestamp AT TIME ZONE 'UTC'",
    what: "How many units a day, week or month has taken",
    from: "its beginning",
  },
  {
    id: "sessions",
    table: "sessions",
    days: month,
    since: "coalesce(ended_at, least(expires_at, seen_at + idle_seconds * interval '1 second'))",
    what: "Logins: device, network, times",
    from: "it ended or ran out",
  },
  { id: "devices", table: "devices", days: 365, since: "seen_at", what: "Browsers that are recognised", from: "it was last seen" },
  {
    id: "attempts",
    table: "throttles",
    days: 7,
    since: "greatest(forgotten_at, blocked_until)",
    what: "Counted failures, under keyed hashes",
    from: "they are forgotten",
  },
  { id: "challenges", table: "spent_challenges", days: 1, since: "expires_at", what: "Passkeys' challenges", from: "it ran out" },
  {
    id: "mail",
    table: "outbox",
    days: 7,
    since: "coalesce(sent_at, given_up_at, digest_at)",
    only: "(sent_at IS NOT NULL OR given_up_at IS NOT NULL OR digest_id IS NOT NULL)",
    what: "Mails that were sent: template and ids, no text",
    from: "it was sent or given up",
  },
  { id: "digests", table: "notice_digests", days: month, since: "made_at", what: "That a daily digest was made", from: "it was made" },
  { id: "mail-links", table: "mail_links", days: month, since: "expires_at", what: "Links sent by mail", from: "it ran out" },
  {
    id: "invites",
    table: "invites",
    days: month,
    since: "coalesce(revoked_at, expires_at)",
    only: "redeemed_at IS NULL",
    what: "Invites that nobody redeemed",
    from: "it ran out or was revoked",
  },
  { id: "invite-asks", table: "invite_asks", days: month, since: "created_at", what: "Requests for a new invite", from: "the request" },
  {
    id: "requests",
    table: "requests",
    days: 7,
    since: "taken_at",
    only: "kind <> 'erase-account'",
    what: "What the website asked the worker for",
    from: "it was taken up",
  },
  {
    id: "support-grants",
    table: "support_grants",
    days: evidence,
    since: "expires_at",
    what: "Leave for support to look",
    from: "it ran out",
  },
  {
    id: "factor-resets",
    table: "factor_resets",
    days: evidence,
    since: "created_at",
    what: "Resets of second factors",
    from: "it was asked for",
  },
  { id: "key-tasks", table: "key_tasks", days: evidence, since: "finished_at", what: "Rotations of keys", from: "it was done" },
  {
    id: "blocks",
    table: "blocks",
    days: evidence,
    since: "coalesce(lifted_at, until)",
    what: "Networks and accounts shut out",
    from: "its end",
  },
  { id: "anomalies", table: "anomalies", days: evidence, since: "closed_at", what: "What was noticed as unusual", from: "it was closed" },
  { id: "signs", table: "signs", days: 7, since: "minute", what: "Counts of failed logins and of calls", from: "the minute" },
  {
    id: "differences",
    table: "differences",
    days: evidence,
    since: "settled_at",
    what: "Differences in the books",
    from: "it was settled",
  },
  {
    id: "reconcile-runs",
    table: "reconcile_runs",
    days: evidence,
    since: "finished_at",
    heldBy: { key: "id", columns: [["differences", "seen_run_id"]] },
    what: "Comparisons of the books",
    from: "it was done",
  },
  { id: "refunds", table: "refunds", days: books, since: "settled_at", what: "Refunds", from: "it was settled" },
  {
    id: "invoices",
    table: "invoices",
    days: books,
    since: "issued_at",
    heldBy: { key: "id", columns: [["refunds", "invoice_id"]] },
    what: "Invoices, as read from Stripe",
    from: "it was issued",
  },
  {
    id: "interim-invoices",
    table: "interim_invoices",
    days: books,
    since: "drawn_at",
    what: "That an invoice was drawn in between",
    from: "it was drawn",
  },
  {
    id: "final-invoices",
    table: "final_invoices",
    days: books,
    since: "settled_at",
    what: "That a last invoice was drawn",
    from: "it was settled",
  },
  { id: "subscriptions", table: "subscriptions", days: books, since: "ended_at", what: "Plans, as read from Stripe", from: "its end" },
  {
    id: "receipts",
    table: "purge_receipts",
    days: evidence,
    since: "finished_at",
    what: "What was purged, and when",
    from: "it was purged",
  },
] as const satisfies readonly RetentionRule[];

export type RetentionId = (typeof retentionRules)[number]["id"];

/** Whether a row's time is up, in SQL; `at`, also in SQL, is the moment by which it has to be. */
export function isDue({ table, days, since, only, heldBy }: RetentionRule, at: string): string {
  const held = heldBy?.columns.map(
    ([other, column]) => `NOT EXISTS (SELECT 1 FROM ${other} it WHERE it.${column} = ${table}.${heldBy.key})`,
  );
  return [`(${since}) < ${at} - interval '${days} days'`, ...(only ? [only] : []), ...(held ?? [])].join(" AND ");
}
