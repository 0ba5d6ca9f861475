import { schemas } from "@/lib/base/env";
import { Failure } from "@/scripts/failure";
import type { DatabaseUrls } from "@/scripts/world/database-urls";

const databases = [
  "DATABASE_URL",
  "KEYS_OWNER_DATABASE_URL",
  "WEB_DATABASE_URL",
  "WORKER_DATABASE_URL",
  "PURGE_DATABASE_URL",
  "KEYS_DATABASE_URL",
];
const stripe = ["STRIPE_SECRET_KEY", "STRIPE_CHECKOUT_KEY", "STRIPE_WEBHOOK_SECRETS", "STRIPE_PRICE_MONTHLY", "STRIPE_PRICE_UNIT"];
const mail = ["SMTP_URL", "MAIL_FROM"];
const platforms = ["PLATFORMS"];

export type OwnParts = {
  /** Every setting that the environment gives. */
  given: Record<string, string>;
  databases: DatabaseUrls | null;
  stripe: boolean;
  mail: boolean;
  platforms: boolean;
};

/**
 * Which parts the environment brings along, to be used instead of the embedded ones.
 * A part that is only half given is refused, so that real and sandbox settings never mix within one.
 */
export function readOwnParts(environment: Record<string, string | undefined>): OwnParts {
  const known = new Set([...Object.values(schemas).flatMap((schema) => Object.keys(schema.shape)), ...databases]);
  const given = Object.fromEntries(Object.entries(environment).filter(([name, value]) => known.has(name) && value)) as Record<
    string,
    string
  >;
  delete given.PORT;
  const isGiven = (names: string[]) => {
    const missing = names.filter((name) => !given[name]);
    if (missing.length === 0) return true;
    if (missing.length === names.length) return false;
    throw new Failure(`${names.filter((name) => given[name]).join(", ")} given, but not ${missing.join(", ")}: these belong together.`);
  };
  return {
    given,
    databases: isGiven(databases) ? (given as DatabaseUrls) : null,
    stripe: isGiven(stripe),
    mail: isGiven(mail),
    platforms: isGiven(platforms),
  };
}
