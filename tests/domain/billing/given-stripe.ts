import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { transaction } from "@/db/client";
import { dueStripeEvents } from "@/db/queries/stripe-events";
import { later, minuteMs, now } from "@/lib/base/clock";
import { handleStripeEvent } from "@/lib/billing/handle-stripe-event";
import { recordStripeEvent } from "@/lib/billing/record-stripe-event";
import { startCheckout } from "@/lib/billing/start-checkout";
import { readConfig } from "@/sandbox/read-config";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { control, press, sandboxEnvironment, secrets, stripeClient } from "@/tests/sandbox/support/given-sandbox";

/** The Stripe double for one test file, with this process's settings pointed at it. Call it before anything reads the settings. */
export async function givenStripe(): Promise<Sandbox> {
  const directory = mkdtempSync(join(tmpdir(), "hf-stripe-test-"));
  const sandbox = await startSandbox(readConfig(sandboxEnvironment(directory)));
  afterAll(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  });
  Object.assign(process.env, {
    STRIPE_API_BASE: sandbox.stripe,
    STRIPE_PRICE_MONTHLY: secrets.priceMonthly,
    STRIPE_PRICE_UNIT: secrets.priceUnit,
    STRIPE_CHECKOUT_KEY: secrets.checkoutKey,
    STRIPE_SECRET_KEY: secrets.secretKey,
    STRIPE_WEBHOOK_SECRETS: `whsec_retired,${secrets.webhookSecret}`,
  });
  return sandbox;
}

/** Hands every event that the double has raised to the intake, as its webhooks would, and lets the worker handle all that is due. */
export async function deliverEvents(sandbox: Sandbox): Promise<void> {
  const events = await stripeClient(sandbox).events.list({ limit: 100 });
  for (const event of events.data) {
    const object = event.data.object as { object: string; id?: string; customer?: string | null };
    const customerId = object.object === "customer" ? (object.id ?? null) : (object.customer ?? null);
    await recordStripeEvent({ id: event.id, type: event.type, createdAt: new Date(event.created * 1000), customerId });
  }
  const due = await transaction({ kind: "system", job: "test" }, (tx) => dueStripeEvents(tx, later(now(), 60 * minuteMs), 200));
  for (const id of due) await handleStripeEvent(id);
}

/** Takes an account through Checkout with a card that pays, up to the active plan. */
export async function subscribe(sandbox: Sandbox, accountId: string): Promise<void> {
  const { url } = await startCheckout(accountId);
  await press(url, { action: "pay" });
  await deliverEvents(sandbox);
}

export const passMonth = (sandbox: Sandbox) => control(sandbox, "POST", "/__clock", { advanceDays: 32 });
