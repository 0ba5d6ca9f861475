import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "@/scripts/bundle.mjs";
import { launchProgram, logFileOf } from "@/scripts/world/launch-program";
import { sandboxPorts } from "@/scripts/world/ports";
import type { Secrets } from "@/scripts/world/secrets";
import type { SandboxAddresses } from "@/scripts/world/settings";
import type { Supervisor } from "@/scripts/world/supervisor";

type SandboxOptions = {
  home: string;
  webUrl: string;
  secrets: Secrets;
  callsPerMinute: number | undefined;
  verbose: boolean;
  supervisor: Supervisor;
  say: (line: string) => void;
};

/** Runs the doubles as one part of the world; killed and started again, they are at the same addresses in the same state. */
export async function runSandbox({
  home,
  webUrl,
  secrets,
  callsPerMinute,
  verbose,
  supervisor,
  say,
}: SandboxOptions): Promise<SandboxAddresses> {
  const { stripe, platform } = secrets;
  const directory = join(home, "sandbox");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const ports = Object.entries(await sandboxPorts(home, say)).map(([name, port]) => [`SANDBOX_${name.toUpperCase()}_PORT`, String(port)]);
  const env: Record<string, string> = {
    ...Object.fromEntries(ports),
    SANDBOX_DIR: directory,
    SANDBOX_SEED: secrets.sandboxSeed,
    SANDBOX_WEB_URL: webUrl,
    SANDBOX_STRIPE_SECRET_KEY: stripe.secretKey,
    SANDBOX_STRIPE_CHECKOUT_KEY: stripe.checkoutKey,
    SANDBOX_STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    SANDBOX_STRIPE_PRICE_MONTHLY: stripe.priceMonthly,
    SANDBOX_STRIPE_PRICE_UNIT: stripe.priceUnit,
    SANDBOX_PLATFORM_CLIENT_ID: platform.clientId,
    SANDBOX_PLATFORM_CLIENT_SECRET: platform.clientSecret,
    SANDBOX_PLATFORM_WEBHOOK_URL: `${webUrl}/api/platforms/field-nation/webhook`,
    SANDBOX_PLATFORM_WEBHOOK_SECRET: secrets.platformWebhook,
    ...(callsPerMinute === undefined ? {} : { SANDBOX_PLATFORM_CALLS_PER_MINUTE: String(callsPerMinute) }),
  };
  let addresses: SandboxAddresses | undefined;
  const announces = (text: string) => {
    if (!text.startsWith('{"ready":true')) return false;
    addresses = JSON.parse(text) as SandboxAddresses;
    return true;
  };
  const file = await bundle("sandbox");
  const launch = () =>
    launchProgram({ name: "sandbox", file, env, logFile: logFileOf(home, "sandbox"), verbose, servesBy: { line: announces } });
  await supervisor.run({ name: "sandbox", layer: 1, launch });
  if (!addresses) throw new Error("unreachable: a sandbox that is ready has said where");
  return addresses;
}
