import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Sandbox } from "@/sandbox/start-sandbox";
import { bundle } from "@/scripts/bundle.mjs";
import { control, press, sandboxEnvironment, secrets, stripeClient, throwawayDirectory } from "@/tests/sandbox/support/given-sandbox";
import { platformClient } from "@/tests/sandbox/support/platform-client";
import { receivePlatformWebhooks } from "@/tests/sandbox/support/receive-platform-webhooks";
import { waitFor } from "@/tests/support/wait-for";

vi.setConfig({ testTimeout: 30_000 });

type Child = ChildProcessByStdio<null, Readable, Readable>;
type Addresses = Omit<Sandbox, "close">;

async function startProcess(directory: string, variables: Record<string, string> = {}): Promise<Child> {
  const environment = { ...process.env, ...sandboxEnvironment(directory), ...variables };
  const child = spawn(process.execPath, [await bundle("sandbox")], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function addressesOf(child: Child): Promise<Addresses> {
  for await (const line of createInterface(child.stdout)) return JSON.parse(line) as Addresses;
  throw new Error("the sandbox ended before it was ready");
}

async function kill(child: Child, signal: NodeJS.Signals) {
  const ended = once(child, "exit");
  child.kill(signal);
  return (await ended)[0] as number | null;
}

test("a sandbox killed with -9 comes back as it was: orders, money, mail, keys, faults and time", async () => {
  const directory = throwawayDirectory();
  const first = await startProcess(directory);
  const before = await addressesOf(first);
  const stripe = stripeClient(before);
  const customer = await stripe.customers.create({ email: "sam@example.org" });
  const session = await stripe.checkout.sessions.create({
    mode: "subscription",
    customer: customer.id,
    line_items: [{ price: secrets.priceMonthly, quantity: 1 }],
    success_url: "http://localhost:1/",
  });
  await press(session.url, { action: "pay" });
  await control(before, "POST", "/__clock", { advanceDays: 40 });
  const item = await stripe.invoiceItems.create({ customer: customer.id, amount: 2_500, currency: "usd" }, { idempotencyKey: "k" });
  await control(before, "POST", "/__users", { username: "sam", password: "a long password" });
  await control(before, "POST", "/__offers", {});
  await control(before, "POST", "/__faults", { target: "platform", fault: "unavailable_503", on: "assignee" });
  const { clock: _then, ...world } = await control<{ clock: { offsetSeconds: number } }>(before, "GET", "/__world");
  await kill(first, "SIGKILL");

  const after = await addressesOf(await startProcess(directory));
  const { clock, ...again } = await control<{ clock: { offsetSeconds: number } }>(after, "GET", "/__world");
  expect(again).toEqual(world);
  expect(clock.offsetSeconds).toBe(40 * 86_400);
  const replayed = await stripeClient(after).invoiceItems.create(
    { customer: customer.id, amount: 2_500, currency: "usd" },
    { idempotencyKey: "k" },
  );
  expect(replayed.id).toBe(item.id);
  const login = {
    grant_type: "password",
    client_id: "client",
    client_secret: "client-secret",
    username: "sam",
    password: "a long password",
  };
  expect((await platformClient(after)("POST", "/authentication/api/oauth/token", login)).status).toBe(200);
});

test("a sandbox killed in the middle of its work keeps every item that it has answered", async () => {
  const directory = throwawayDirectory();
  const first = await startProcess(directory);
  const before = await addressesOf(first);
  const stripe = stripeClient(before);
  const customer = await stripe.customers.create({});
  const answered: string[] = [];
  const work = async () => {
    for (;;) answered.push((await stripe.invoiceItems.create({ customer: customer.id, amount: 1, currency: "usd" })).id);
  };
  const workers = [1, 2, 3, 4].map(() => work().catch(() => null));
  await waitFor("sixty items", () => answered.length >= 60);
  await kill(first, "SIGKILL");
  await Promise.all(workers);

  const after = await addressesOf(await startProcess(directory));
  const { stripe: kept } = await control<{ stripe: { invoiceItems: { id: string }[]; events: { type: string }[] } }>(
    after,
    "GET",
    "/__world",
  );
  expect(kept.invoiceItems.map((one) => one.id)).toEqual(expect.arrayContaining(answered));
  expect(kept.events.filter((event) => event.type === "invoiceitem.created")).toHaveLength(kept.invoiceItems.length);
});

test("SIGTERM ends it cleanly within a second, even while a call hangs", async () => {
  const child = await startProcess(throwawayDirectory());
  const addresses = await addressesOf(child);
  await control(addresses, "POST", "/__faults", { target: "stripe", fault: "timeout_after_commit", delayMs: 60_000 });
  const hanging = stripeClient(addresses)
    .customers.create({})
    .catch(() => null);
  const start = performance.now();
  expect(await kill(child, "SIGTERM")).toBe(0);
  expect(performance.now() - start).toBeLessThan(1_000);
  await hanging;
});

test("it refuses to start in production, with a live key, or without a setting, and names which", async () => {
  const refusal = async (variables: Record<string, string>) => {
    const child = await startProcess(throwawayDirectory(), variables);
    const said: string[] = [];
    child.stderr.on("data", (part: Buffer) => said.push(part.toString("utf8")));
    expect((await once(child, "close"))[0]).toBe(1);
    return said.join("");
  };
  expect(await refusal({ HOLDFAST_ENV: "production" })).toContain("HOLDFAST_ENV");
  const live = await refusal({ SANDBOX_STRIPE_SECRET_KEY: "sk_live_abc" });
  expect(live).toContain("SANDBOX_STRIPE_SECRET_KEY");
  expect(live).not.toContain("sk_live_abc");
  expect(await refusal({ SANDBOX_PLATFORM_CLIENT_ID: "" })).toContain("SANDBOX_PLATFORM_CLIENT_ID");
});

test("a webhook that waits and the weather outlive kill -9", async () => {
  const receiver = await receivePlatformWebhooks();
  const variables = { ...receiver.variables, SANDBOX_PLATFORM_WEBHOOK_DELAYS_MS: "1000,1000,1000,1000" };
  const directory = throwawayDirectory();
  const first = await startProcess(directory, variables);
  const before = await addressesOf(first);
  receiver.answer(503);
  await control(before, "POST", "/__weather", { seed: 1, share: 0 });
  const { id } = await control(before, "POST", "/__offers", { kind: "request" });
  await waitFor("the first attempt", () => receiver.received.length > 0);
  await kill(first, "SIGKILL");

  receiver.answer(204);
  const after = await addressesOf(await startProcess(directory, variables));
  const world = await waitFor("the webhook", async () => {
    const seen = await control<{ platform: { deliveries: { state: string }[]; weather: object } }>(after, "GET", "/__world");
    return seen.platform.deliveries[0]?.state === "delivered" ? seen : null;
  });
  expect(world.platform.weather).toEqual({ seed: 1, share: 0, calls: 0 });
  expect(new Set(receiver.received.map((one) => `${one.id} ${one.orderId} ${one.event}`)).size).toBe(1);
  expect(receiver.received.at(-1)?.orderId).toBe(id);
});
