import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { schemas } from "@/lib/base/env";
import type { KeyringPublicKeys } from "@/lib/keys/make-keyring";
import type { DatabaseUrls } from "@/scripts/world/database-urls";
import { platformsFile } from "@/scripts/world/platforms-file";
import type { Secrets } from "@/scripts/world/secrets";

export type SandboxAddresses = {
  platform: string;
  serviceChannel: string;
  stripe: string;
  mail: string;
  smtp: string;
  control: string;
  ca: string;
};
export type Settings = Record<"web" | "worker" | "purge", Record<string, string>>;

type Sources = {
  home: string;
  port: number;
  databases: DatabaseUrls;
  keys: KeyringPublicKeys;
  secrets: Secrets;
  callsPerMinute: number | undefined;
  /** Null where every part of the outside world is given. */
  sandbox: SandboxAddresses | null;
  /** What the environment gives: it goes before anything made here. */
  given: Record<string, string>;
};

/** The settings of web, worker and purge: each gets those that its schema names, and no other process's. */
export function settingsOf({ home, port, databases, keys, secrets, callsPerMinute, sandbox, given }: Sources): Settings {
  const { stripe } = secrets;
  const made: Record<string, string> = {
    ...databases,
    PUBLIC_URL: `http://localhost:${port}`,
    HOLDFAST_ENV: "sandbox",
    NEXTAUTH_SECRET: secrets.nextAuth,
    FACTOR_KEY: secrets.factorKey,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: secrets.serverActions,
    ROW_SIGNING_KEY: secrets.row.private,
    ROW_PUBLIC_KEY: secrets.row.public,
    LINK_PUBLIC_KEY: JSON.stringify(keys.link),
    VAULT_PUBLIC_KEY: JSON.stringify(keys.vault),
    FEED_PUBLIC_KEY: JSON.stringify(keys.feed),
    LOG_PUBLIC_KEY: JSON.stringify(keys.log),
    EVIDENCE_PUBLIC_KEY: JSON.stringify(keys.evidence),
    CHECKPOINT_DIR: checkpointsOf(home),
    LOG_DIR: join(home, "logs"),
    METRICS_TOKEN: secrets.metrics,
    KEYRING_DIR: keyringOf(home),
  };
  if (sandbox && !given.STRIPE_SECRET_KEY) {
    made.STRIPE_API_BASE = sandbox.stripe;
    made.STRIPE_SECRET_KEY = stripe.secretKey;
    made.STRIPE_CHECKOUT_KEY = stripe.checkoutKey;
    made.STRIPE_WEBHOOK_SECRETS = stripe.webhookSecret;
    made.STRIPE_PRICE_MONTHLY = stripe.priceMonthly;
    made.STRIPE_PRICE_UNIT = stripe.priceUnit;
  }
  if (sandbox && !given.SMTP_URL) {
    made.SMTP_URL = sandbox.smtp;
    made.MAIL_FROM = "Holdfast <no-reply@holdfast.example>";
    made.OPERATOR_EMAIL = "operator@example.org";
  }
  if (sandbox && !given.PLATFORMS) {
    made.PLATFORMS = join(home, "platforms.json");
    made.PLATFORM_WEBHOOK_SECRETS = `field-nation=${secrets.platformWebhook}`;
    writeFileSync(made.PLATFORMS, JSON.stringify(platformsFile(sandbox, secrets.platform, callsPerMinute), null, 2), { mode: 0o600 });
  }
  const all: Record<string, string> = { ...made, ...given, PORT: String(port) };
  const settingsFor = (process: keyof Settings) => pick(all, Object.keys(schemas[process].shape));
  return { web: settingsFor("web"), worker: settingsFor("worker"), purge: settingsFor("purge") };
}

export const keyringOf = (home: string) => join(home, "keyring");

/** Beside the data for want of another machine: in production this is a place that is mounted from elsewhere. */
function checkpointsOf(home: string): string {
  const directory = join(home, "checkpoints");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}

function pick(all: Record<string, string>, names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}
