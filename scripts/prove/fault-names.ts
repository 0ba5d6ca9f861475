/** What can befall Stripe's calls and either's webhooks; see docs/operations/sandbox.md. The platforms' calls have the weather. */
export const stripeFaults = [
  "error_500_before",
  "error_500_bare",
  "error_500_after_commit",
  "error_in_200",
  "other_object_after_commit",
  "timeout_after_commit",
  "conflict_409",
  "rate_limited_429",
  "latency",
] as const;
export const webhookFaults = ["drop", "duplicate", "delay", "reorder"] as const;
export const platformWebhookFaults = [...webhookFaults, "forge"] as const;
