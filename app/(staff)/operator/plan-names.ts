/** Stripe's states of a subscription, as staff read them: https://docs.stripe.com/api/subscriptions/object#subscription_object-status */
const names: Record<string, string> = {
  incomplete: "waits for its first payment",
  incomplete_expired: "ended: its first payment never came",
  trialing: "on trial",
  active: "active",
  past_due: "payment overdue",
  unpaid: "not paid",
  canceled: "ended",
  paused: "paused at Stripe",
};

/** How a plan stands, in words; null is one that never was. */
export const planName = (status: string | null): string => (status === null ? "never subscribed" : (names[status] ?? "not known"));

/** Whether Stripe has a plan that may still bill. */
export const isRunning = (status: string | null): boolean => status !== null && status !== "canceled" && status !== "incomplete_expired";
