import Stripe from "stripe";
import { stripeEnv, webEnv, workerEnv } from "@/lib/base/env";
import { strictAnswers } from "@/lib/billing/strict-answers";

const clients = new Map<string, Stripe>();

/**
 * A Stripe client that tries once: repeating is the caller's business, which knows what a repeat means.
 * Plain http serves the double on loopback, which lib/base/env admits in the sandbox alone.
 */
function clientFor(key: string): Stripe {
  let client = clients.get(key);
  if (!client) {
    const base = new URL(stripeEnv().STRIPE_API_BASE);
    const protocol = base.protocol === "http:" ? "http" : "https";
    client = new Stripe(key, {
      host: base.hostname,
      port: base.port || (protocol === "https" ? "443" : "80"),
      protocol,
      maxNetworkRetries: 0,
      timeout: 15_000,
      telemetry: false,
      httpClient: strictAnswers(),
    });
    clients.set(key, client);
  }
  return client;
}

/** Web's client: a restricted key, good for customers, Checkout and the portal. */
export const checkoutStripe = (): Stripe => clientFor(webEnv().STRIPE_CHECKOUT_KEY);
/** The worker's client: posts charges, reads subscriptions and invoices. */
export const workerStripe = (): Stripe => clientFor(workerEnv().STRIPE_SECRET_KEY);
