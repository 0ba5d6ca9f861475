import { environment, isDevelopment, publicUrl, stripeEnv, webEnv } from "@/lib/base/env";

/** What the edge needs to know, parsed once from web's settings. */
export function edgeSettings() {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token, REQUESTS_PER_MINUTE: requestsPerMinute } = webEnv();
  const ours = new URL(publicUrl());
  const stripe = stripeEnv().STRIPE_API_BASE;
  return {
    origin: ours.origin,
    https: ours.protocol === "https:",
    formOrigins:
      environment() === "sandbox" && stripe.startsWith("http://")
        ? [new URL(stripe).origin]
        : ["https://checkout.stripe.com", "https://billing.stripe.com"],
    store: url && token ? { url, token } : null,
    requestsPerMinute,
    development: isDevelopment(),
  };
}
