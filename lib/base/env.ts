import { z } from "zod";
import { isNetwork } from "@/lib/base/network";
import { jwk, list, platformSecrets, postgresUrl } from "@/lib/base/setting-shapes";
import { unfitForProduction } from "@/lib/base/unfit-for-production";

/**
 * Every setting, by process. Nothing else reads process.env. The README's table is generated from these schemas.
 * A process parses its own settings once, at first use, and refuses to start with all that is wrong in one message.
 */
const environments = ["sandbox", "staging", "production"] as const;
const levels = ["debug", "info", "warn", "error"] as const;

const all = {
  PUBLIC_URL: z.url().describe("Where people reach the website; its origin is the only one that requests may come from."),
  HOLDFAST_ENV: z.enum(environments).default("sandbox").describe("sandbox, staging or production."),
  LOG_LEVEL: z.enum(levels).default("info").describe("debug, info, warn or error."),
  POINTS_URL: z.url().optional().describe("Sandbox only: where fault runs are told of each step, see lib/base/points.ts."),
};

const stripe = {
  STRIPE_API_BASE: z.url().default("https://api.stripe.com").describe("Stripe's address; the sandbox's own in the sandbox."),
  STRIPE_PRICE_MONTHLY: z.string().min(1).describe("Id of the Stripe price of $10.00 a month."),
  STRIPE_PRICE_UNIT: z.string().min(1).describe("Id of the Stripe price of $25.00 for one accepted work order."),
};

const keyringMeaning =
  "Directory of the root keys and the worker's signing keys, the worker's user's alone, outside PostgreSQL's data and this repository. " +
  "The worker needs it; web in production too, and does not start where it can reach it.";
const keyring = z.string().startsWith("/", "must be a full path");

/** Web's, and the worker's where it looks into what is kept there (clause 7b). */
const searched = {
  UPSTASH_REDIS_REST_URL: z
    .url()
    .optional()
    .describe("Shares the edge's rate limits between instances; a local limiter serves without it."),
  UPSTASH_REDIS_REST_TOKEN: z.string().optional().describe("Token for the above."),
  METRICS_TOKEN: z
    .string()
    .min(32)
    .optional()
    .describe("Whoever brings it as a bearer token reads /api/metrics; 32 characters or more. Without it there is no such route."),
};

const web = z.object({
  ...all,
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe("The port that web listens on, on loopback."),
  WEB_DATABASE_URL: postgresUrl.describe("The main database, as the role holdfast_web."),
  NEXTAUTH_SECRET: z.string().min(32).describe("Encrypts session cookies and keys the throttle's buckets; 32 characters or more."),
  FACTOR_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, "must be 32 bytes in base64")
    .describe("Encrypts the secrets of authenticator apps and keys recovery codes' hashes; 32 bytes in base64."),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: z.string().min(16).optional().describe("The same for every instance of web; see Next.js."),
  ROW_SIGNING_KEY: jwk.describe("Ed25519 private key by which web signs the sealed credentials that it stores."),
  LINK_PUBLIC_KEY: jwk.describe("Ed25519 public key that checks links sent by mail."),
  KEYRING_DIR: keyring.optional().describe(keyringMeaning),
  VAULT_PUBLIC_KEY: jwk.describe("Ed25519 public key that checks the worker's statements about connections' public keys."),
  LOG_PUBLIC_KEY: jwk.describe("Ed25519 public key of the access log's checkpoints, shown at /.well-known/jwks.json."),
  EVIDENCE_PUBLIC_KEY: jwk.describe("Ed25519 public key of the signed evidence on /trust, shown at /.well-known/jwks.json."),
  FEED_PUBLIC_KEY: jwk.describe("X25519 public key that seals the addresses of members' calendars, which the worker alone opens."),
  ...stripe,
  STRIPE_CHECKOUT_KEY: z.string().min(1).describe("Restricted Stripe key for customers, Checkout and the portal."),
  STRIPE_WEBHOOK_SECRETS: list.describe("Signing secrets of the Stripe webhook, comma-separated; several while one is replaced."),
  PLATFORM_WEBHOOK_SECRETS: platformSecrets
    .default({})
    .describe("Signing secrets of platforms' webhooks, as platform=secret, comma-separated; several of a platform while one is replaced."),
  ...searched,
  REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .positive()
    .default(300)
    .describe("How many requests one network (an IPv4 address, an IPv6 /64) may make in a minute; built files do not count."),
  BREACHED_PASSWORDS_URL: z
    .url()
    .refine((text) => text.startsWith("https://") || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(text), "must be https, or on loopback")
    .optional()
    .describe(
      "Base address of a k-anonymity range service, such as https://api.pwnedpasswords.com/range; only the shipped lists without it.",
    ),
  SECURITY_MAIL: z
    .email()
    .optional()
    .describe("An address for reports of vulnerabilities that security.txt names beside /report; none without it."),
  TRUSTED_PROXIES: list
    .refine((networks) => networks.every(isNetwork), "must be networks (CIDR) or addresses, comma-separated")
    .default([])
    .describe("Networks (CIDR) whose X-Forwarded-For is believed, comma-separated; none by default."),
});

const pkcs11 = {
  PKCS11_MODULE: z.string().startsWith("/").optional().describe("With KEY_PROVIDER=pkcs11: path of the device's module, a shared library."),
  PKCS11_TOKEN: z.string().min(1).optional().describe("With KEY_PROVIDER=pkcs11: the label of the token that holds the root keys."),
  PKCS11_PIN_FILE: z
    .string()
    .startsWith("/")
    .optional()
    .describe("With KEY_PROVIDER=pkcs11: path of the file with the token's PIN; mode 0600, the worker's user's."),
};

const frontDoor = {
  FRONT_DOOR_URL: z
    .url()
    .optional()
    .describe("Where the worker looks at the website as visitors see it, for the controls on /trust; PUBLIC_URL without it."),
  FRONT_DOOR_AUTHORITY: z
    .string()
    .startsWith("/")
    .optional()
    .describe("Sandbox only: path of the PEM file of a private authority that signed the certificate at that address."),
};

const worker = z.object({
  ...all,
  WORKER_DATABASE_URL: postgresUrl.describe("The main database, as the role holdfast_worker."),
  KEYS_DATABASE_URL: postgresUrl.describe("The keys database, as the role holdfast_worker; no other role can connect to it."),
  KEY_PROVIDER: z
    .enum(["keyring", "pkcs11"])
    .default("keyring")
    .describe("What wraps the connections' private keys: root keys in the keyring's directory, or in a PKCS#11 token (an HSM)."),
  ...pkcs11,
  KEYRING_DIR: keyring.describe(keyringMeaning),
  CHECKPOINT_DIR: z
    .string()
    .startsWith("/", "must be a full path")
    .optional()
    .describe(
      "Directory that signed checkpoints of the access log are written to: mounted from elsewhere, where nobody with the database in hand can write. Needed in production.",
    ),
  ADVISORIES_FILE: z
    .string()
    .startsWith("/", "must be a full path")
    .optional()
    .describe(
      "File of known flaws in packages, in the OSV format, refreshed at least every 7 days; without it, or when it is older, clause 5c is unknown.",
    ),
  ROW_PUBLIC_KEY: jwk.describe("Ed25519 public key that checks web's signature on stored credentials."),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must be an smtp:// or smtps:// URL")
    .describe("The mail server."),
  ...frontDoor,
  ...searched,
  LOG_DIR: z
    .string()
    .startsWith("/", "must be a full path")
    .optional()
    .describe("Sandbox only: directory of all processes' logs, which the worker searches for what must not be kept."),
  MAIL_FROM: z.string().min(3).describe("The sender of all mail."),
  OPERATOR_EMAIL: z
    .email()
    .optional()
    .describe(
      "Where requests for a new invite and a platform's unknown answers are announced, and whom a suspended member is told to write to.",
    ),
  PLATFORMS: z
    .string()
    .min(1)
    .describe("Path of the JSON file with each platform's host, client id and secret and, in the sandbox, its authority."),
  ...stripe,
  STRIPE_SECRET_KEY: z.string().min(1).describe("Stripe key for charges and for reading subscriptions."),
});

const migrate = z.object({
  ...all,
  PUBLIC_URL: all.PUBLIC_URL.optional(),
  DATABASE_URL: postgresUrl.describe("The main database, as its owner: for migrations, backups and restores."),
  KEYS_OWNER_DATABASE_URL: postgresUrl.describe("The keys database, as its owner: for the same."),
  WEB_DATABASE_URL: postgresUrl.describe("Gives the password to set for holdfast_web."),
  WORKER_DATABASE_URL: postgresUrl.describe("Gives the password to set for holdfast_worker."),
  PURGE_DATABASE_URL: postgresUrl.describe("Gives the password to set for holdfast_purge."),
});

const purge = z.object({
  ...all,
  PUBLIC_URL: all.PUBLIC_URL.optional(),
  PURGE_DATABASE_URL: postgresUrl.describe("The main database, as the role holdfast_purge."),
});

/** The schema of each process, for the README's table and for tests. */
export const schemas = { web, worker, purge, migrate };

/**
 * Parses the settings of one process.
 * @throws Error that names every missing or unfit setting, without showing any value.
 */
export function parseSettings<Schema extends z.ZodObject>(schema: Schema, source: Record<string, string | undefined>): z.infer<Schema> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  const wrong = parsed.success
    ? parsed.data.HOLDFAST_ENV === "production"
      ? unfitForProduction(parsed.data)
      : []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code === "invalid_type" ? "missing" : issue.message}`);
  if (parsed.success && wrong.length === 0) return parsed.data;
  throw new Error(
    `Settings are missing or wrong:\n${wrong.map((line) => `  ${line}`).join("\n")}\nSee the table of settings in README.md.`,
  );
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export const webEnv = once(() => parseSettings(web, process.env));
export const workerEnv = once(() => parseSettings(worker, process.env));
export const purgeEnv = once(() => parseSettings(purge, process.env));
export const migrateEnv = once(() => parseSettings(migrate, process.env));

/** PUBLIC_URL, for the parts that web and worker share. */
export const publicUrl = once(() => all.PUBLIC_URL.parse(process.env.PUBLIC_URL));
/** Which environment this is; shared by all processes. */
export const environment = once(() => all.HOLDFAST_ENV.parse(process.env.HOLDFAST_ENV));
/** The database that a role's transactions go to. Each process is given only its own role's. */
export const databaseUrl = (role: "web" | "worker" | "purge"): string => {
  const { WEB_DATABASE_URL, WORKER_DATABASE_URL, PURGE_DATABASE_URL } = process.env;
  return postgresUrl.parse({ web: WEB_DATABASE_URL, worker: WORKER_DATABASE_URL, purge: PURGE_DATABASE_URL }[role]);
};
/** What holds the root keys. */
export const keyProviderName = () => worker.shape.KEY_PROVIDER.parse(process.env.KEY_PROVIDER || undefined);
/** Which token holds the root keys, and how to log in to it. */
export interface Pkcs11Settings {
  module: string;
  token: string;
  pinFile: string;
}
export function pkcs11Settings(): Pkcs11Settings {
  const { PKCS11_MODULE, PKCS11_TOKEN, PKCS11_PIN_FILE } = parseSettings(z.object(pkcs11).required(), process.env);
  return { module: PKCS11_MODULE, token: PKCS11_TOKEN, pinFile: PKCS11_PIN_FILE };
}
/** Where the worker's keys lie. */
export const keyringDir = (): string => worker.shape.KEYRING_DIR.parse(process.env.KEYRING_DIR);
/** Where checkpoints of the access log go; null where none is configured. */
export const checkpointDir = (): string | null => worker.shape.CHECKPOINT_DIR.parse(process.env.CHECKPOINT_DIR || undefined) ?? null;
/** Where the list of advisories lies; null where none is configured. */
export const advisoriesFile = (): string | null => worker.shape.ADVISORIES_FILE.parse(process.env.ADVISORIES_FILE || undefined) ?? null;
/** The public key of the access log's checkpoints, for whoever asks web. */
export const logPublicKey = once(() => web.shape.LOG_PUBLIC_KEY.parse(process.env.LOG_PUBLIC_KEY));
/** The public key of the signed evidence, for whoever asks web. */
export const evidencePublicKey = once(() => web.shape.EVIDENCE_PUBLIC_KEY.parse(process.env.EVIDENCE_PUBLIC_KEY));
/** Where the worker meets the website as a visitor does, and the private authority of its certificate in the sandbox. */
export function frontDoorSettings(): { url: string; authorityFile: string | null } {
  const { FRONT_DOOR_URL, FRONT_DOOR_AUTHORITY } = parseSettings(z.object(frontDoor), process.env);
  return { url: FRONT_DOOR_URL ?? publicUrl(), authorityFile: FRONT_DOOR_AUTHORITY ?? null };
}
/** Where the logs lie that the worker searches; null where it is not told. */
export const logDir = (): string | null => worker.shape.LOG_DIR.parse(process.env.LOG_DIR || undefined) ?? null;
/** Opens /api/metrics; null where that is not offered. */
export const metricsToken = (): string | null => searched.METRICS_TOKEN.parse(process.env.METRICS_TOKEN || undefined) ?? null;
/** The store that limits are shared through; null where none is configured. */
export function limitStore(): { url: string; token: string } | null {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = parseSettings(z.object(searched), process.env);
  return url && token ? { url, token } : null;
}
export const keysDatabaseUrl = (): string => postgresUrl.parse(process.env.KEYS_DATABASE_URL);
/** The mail server that the worker sends by. */
export const smtpUrl = (): string => worker.shape.SMTP_URL.parse(process.env.SMTP_URL);
export const logLevel = once(() => all.LOG_LEVEL.catch("info").parse(process.env.LOG_LEVEL));
export const pointsUrl = once(() => (environment() === "sandbox" ? (process.env.POINTS_URL ?? null) : null));
/** The service that web asks about breached passwords, or null. */
export const breachedPasswordsUrl = (): string | null =>
  web.shape.BREACHED_PASSWORDS_URL.parse(process.env.BREACHED_PASSWORDS_URL || undefined) ?? null;
/** Stripe's address and price ids, which web and worker share. */
export const stripeEnv = once(() => parseSettings(z.object({ ...all, ...stripe }), process.env));
/** Whether this is `next dev`, which compiles in the browser. */
export const isDevelopment = (): boolean => process.env.NODE_ENV === "development";
/** next-auth reads its own address from the environment alone: it is given the one configured address, never a header's. */
export function tellNextAuthItsAddress(): void {
  process.env.NEXTAUTH_URL = publicUrl();
}
