/**
 * The queues of the worker. A job is a wake-up about one row, `{ id }`; the row says what is to be done, so a job that is lost, late
 * or run twice changes nothing. At most one job of a row waits in a queue at a time.
 */
export const queues = [
  "make-key",
  "verify-connection",
  "destroy-keys",
  "erase-account",
  "key-task",
  "poll-connection",
  "pursue-intent",
  "follow-acceptance",
  "handle-platform-event",
  "post-charge",
  "post-credit",
  "draw-interim-invoice",
  "billing-round",
  "post-refund",
  "final-invoice",
  "keep-plan",
  "reconcile",
  "repair-difference",
  "handle-stripe-event",
  "send-link",
  "send-mail",
  "fetch-calendar",
  "send-digest",
  "find-affected",
] as const;
export type Queue = (typeof queues)[number];
