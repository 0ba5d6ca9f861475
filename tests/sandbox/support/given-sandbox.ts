import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Stripe } from "stripe";
import { onTestFinished } from "vitest";
import { readConfig } from "@/sandbox/read-config";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";

export const secrets = {
  secretKey: "sk_test_sandbox",
  checkoutKey: "rk_test_sandbox",
  webhookSecret: "whsec_sandbox",
  priceMonthly: "price_monthly",
  priceUnit: "price_unit",
};

/** The environment of a sandbox process on free ports. */
export const sandboxEnvironment = (directory: string, webUrl?: string) => ({
  SANDBOX_DIR: directory,
  SANDBOX_SEED: "test",
  SANDBOX_WEB_URL: webUrl,
  SANDBOX_STRIPE_SECRET_KEY: secrets.secretKey,
  SANDBOX_STRIPE_CHECKOUT_KEY: secrets.checkoutKey,
  SANDBOX_STRIPE_WEBHOOK_SECRET: secrets.webhookSecret,
  SANDBOX_STRIPE_PRICE_MONTHLY: secrets.priceMonthly,
  SANDBOX_STRIPE_PRICE_UNIT: secrets.priceUnit,
  SANDBOX_PLATFORM_CLIENT_ID: "client",
  SANDBOX_PLATFORM_CLIENT_SECRET: "client-secret",
});

export function throwawayDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "hf-sandbox-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A sandbox of the test's own, in this process, gone with the test. */
export async function givenSandbox(options: { webUrl?: string; variables?: Record<string, string> } = {}): Promise<Sandbox> {
  const environment = { ...sandboxEnvironment(throwawayDirectory(), options.webUrl), ...options.variables };
  const sandbox = await startSandbox(readConfig(environment));
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** A call to the control address; its JSON answer. */
export async function control<T = { id: number; markers: string[] }>(
  sandbox: Pick<Sandbox, "control">,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const reply = await fetch(`${sandbox.control}${path}`, { method, body: body === undefined ? null : JSON.stringify(body) });
  if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as T;
}

/** The real SDK, pointed at the double. */
export const stripeClient = (sandbox: Pick<Sandbox, "stripe">, key: string = secrets.secretKey, timeout = 5_000) =>
  new Stripe(key, { host: "127.0.0.1", port: Number(new URL(sandbox.stripe).port), protocol: "http", maxNetworkRetries: 0, timeout });

/** Presses Pay, or Go back, on a hosted page; where it leads. */
export async function press(url: string | null, fields: Record<string, string>): Promise<string | null> {
  const reply = await fetch(url ?? "", { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  return reply.headers.get("location");
}
