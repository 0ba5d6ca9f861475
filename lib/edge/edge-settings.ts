import { environment, isDevelopment, limitStore, publicUrl, stripeEnv, webEnv } from "@/lib/base/env";

/** What the edge needs to know, parsed once from web's settings. */
export function edgeSettings() {
  const { REQUESTS_PER_MINUTE: requestsPerMinute } = webEnv();
  const ours = new URL(publicUrl());
  const stripe = stripeEnv().STRIPE_API_BASE;
  return {
    origin: ours.origin,
    https: ours.protocol === "https:",
    formOrigins:
      environment() === "sandbox" && stripe.startsWith("http://")
        ? [new URL(stripe).origin]
        : ["https://checkout.stripe.com", "https://billing.stripe.com"],
    store: limitStore(),
    requestsPerMinute,
    development: isDevelopment(),
  };
}
