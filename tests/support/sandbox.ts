import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "@/sandbox/read-config";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { platformsFile } from "@/scripts/world/platforms-file";

const platform = { clientId: "test-client", clientSecret: "test-secret" };

export type TestSandbox = Omit<Sandbox, "control"> & {
  /** Asks the control address, and returns its JSON; see the sandbox's own tests for what it understands. */
  control: <Answer>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown) => Promise<Answer>;
  controlUrl: string;
};

/**
 * The outside world for one test file, in this process, on free ports: call it in beforeAll, before the domain first
 * reads its settings, which then point here. The caller closes it in afterAll.
 * @param webUrl where Stripe's webhooks go; without it they are recorded and not sent
 */
export async function openSandbox(webUrl?: string): Promise<TestSandbox> {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-sandbox-"));
  const env = process.env;
  const sandbox = await startSandbox(
    readConfig({
      SANDBOX_DIR: join(directory, "state"),
      SANDBOX_SEED: "test",
      SANDBOX_WEB_URL: webUrl,
      SANDBOX_STRIPE_SECRET_KEY: env.STRIPE_SECRET_KEY,
      SANDBOX_STRIPE_CHECKOUT_KEY: env.STRIPE_CHECKOUT_KEY,
      SANDBOX_STRIPE_WEBHOOK_SECRET: env.STRIPE_WEBHOOK_SECRETS,
      SANDBOX_STRIPE_PRICE_MONTHLY: env.STRIPE_PRICE_MONTHLY,
      SANDBOX_STRIPE_PRICE_UNIT: env.STRIPE_PRICE_UNIT,
      SANDBOX_PLATFORM_CLIENT_ID: platform.clientId,
      SANDBOX_PLATFORM_CLIENT_SECRET: platform.clientSecret,
    }),
  );
  const platforms = join(directory, "platforms.json");
  writeFileSync(platforms, JSON.stringify(platformsFile(sandbox, platform)));
  Object.assign(env, { STRIPE_API_BASE: sandbox.stripe, SMTP_URL: sandbox.smtp, PLATFORMS: platforms });
  return {
    ...sandbox,
    controlUrl: sandbox.control,
    control: async <Answer>(method: string, path: string, body?: unknown) => {
      const reply = await fetch(`${sandbox.control}${path}`, { method, body: body === undefined ? null : JSON.stringify(body) });
      if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}: ${await reply.text()}`);
      return (await reply.json()) as Answer;
    },
    close: async () => {
      await sandbox.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
