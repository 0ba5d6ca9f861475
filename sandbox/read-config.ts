import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65_535).default(0);
const text = z.string().min(1);
const testKey = text.refine((key) => !/^[sr]k_live/.test(key), "a live key does not belong in the sandbox");

const environment = z.object({
  SANDBOX_DIR: text,
  SANDBOX_SEED: text.regex(/^[\w.]+$/, "letters, digits, dots and underscores only").default("seed"),
  SANDBOX_PLATFORM_PORT: port,
  SANDBOX_SERVICE_CHANNEL_PORT: port,
  SANDBOX_STRIPE_PORT: port,
  SANDBOX_MAIL_PORT: port,
  SANDBOX_SMTP_PORT: port,
  SANDBOX_CONTROL_PORT: port,
  SANDBOX_WEB_URL: z
    .url()
    .transform((url) => url.replace(/\/$/, ""))
    .optional(),
  SANDBOX_STRIPE_WEBHOOK_SECRET: text,
  SANDBOX_STRIPE_SECRET_KEY: testKey,
  SANDBOX_STRIPE_CHECKOUT_KEY: testKey,
  SANDBOX_STRIPE_PRICE_MONTHLY: text,
  SANDBOX_STRIPE_PRICE_UNIT: text,
  SANDBOX_PLATFORM_CLIENT_ID: text,
  SANDBOX_PLATFORM_CLIENT_SECRET: text,
  // Without an address, the platform tells nobody.
  SANDBOX_PLATFORM_WEBHOOK_URL: z.url().optional(),
  SANDBOX_PLATFORM_WEBHOOK_SECRET: text.optional(),
  SANDBOX_PLATFORM_WEBHOOK_DELAYS_MS: z
    .string()
    .regex(/^\d+(,\d+)*$/, "must be milliseconds, with commas between")
    .default("10000,20000,40000,80000"),
  SANDBOX_PLATFORM_CALLS_PER_MINUTE: z.coerce.number().int().min(1).default(1200),
  // The bridge for limits starts only where there is a Redis to lead to.
  SANDBOX_LIMITS_REDIS: z
    .string()
    .regex(/^redis:\/\//, "must be a redis:// URL")
    .optional(),
  SANDBOX_LIMITS_TOKEN: text.optional(),
  SANDBOX_LIMITS_PORT: port,
  HOLDFAST_ENV: z
    .string()
    .refine((name) => name !== "production", "the sandbox never runs in production")
    .default("sandbox"),
});

export type SandboxConfig = ReturnType<typeof readConfig>;

/** The sandbox's settings from its environment. Throws with the names of what is wrong, never with values. */
export function readConfig(variables: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
  }
  const read = parsed.data;
  return {
    dir: read.SANDBOX_DIR,
    seed: read.SANDBOX_SEED,
    webUrl: read.SANDBOX_WEB_URL ?? null,
    ports: {
      platform: read.SANDBOX_PLATFORM_PORT,
      serviceChannel: read.SANDBOX_SERVICE_CHANNEL_PORT,
      stripe: read.SANDBOX_STRIPE_PORT,
      mail: read.SANDBOX_MAIL_PORT,
      smtp: read.SANDBOX_SMTP_PORT,
      control: read.SANDBOX_CONTROL_PORT,
      limits: read.SANDBOX_LIMITS_PORT,
    },
    limits:
      read.SANDBOX_LIMITS_REDIS && read.SANDBOX_LIMITS_TOKEN
        ? { redisUrl: read.SANDBOX_LIMITS_REDIS, token: read.SANDBOX_LIMITS_TOKEN }
        : null,
    stripe: {
      webhookSecret: read.SANDBOX_STRIPE_WEBHOOK_SECRET,
      secretKey: read.SANDBOX_STRIPE_SECRET_KEY,
      checkoutKey: read.SANDBOX_STRIPE_CHECKOUT_KEY,
      priceMonthly: read.SANDBOX_STRIPE_PRICE_MONTHLY,
      priceUnit: read.SANDBOX_STRIPE_PRICE_UNIT,
    },
    platformWebhook:
      read.SANDBOX_PLATFORM_WEBHOOK_URL && read.SANDBOX_PLATFORM_WEBHOOK_SECRET
        ? {
            url: read.SANDBOX_PLATFORM_WEBHOOK_URL,
            secret: read.SANDBOX_PLATFORM_WEBHOOK_SECRET,
            delaysMs: read.SANDBOX_PLATFORM_WEBHOOK_DELAYS_MS.split(",").map(Number),
          }
        : null,
    platform: {
      clientId: read.SANDBOX_PLATFORM_CLIENT_ID,
      clientSecret: read.SANDBOX_PLATFORM_CLIENT_SECRET,
      callsPerMinute: read.SANDBOX_PLATFORM_CALLS_PER_MINUTE,
    },
  };
}
