import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { makeKeyring } from "@/lib/keys/make-keyring";
import { makeSigningPair } from "@/lib/keys/signing";

/**
 * A set-up file: the settings of web and worker for tests that call the domain directly. Addresses that a test needs
 * (Stripe, mail, a platform) it sets itself, from tests/support/sandbox; those given here answer nobody.
 */
const secret = () => randomBytes(32).toString("base64url");
const row = await makeSigningPair();
const directory = mkdtempSync(path.join(tmpdir(), "holdfast-settings-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const keyringDir = path.join(directory, "keyring");
const keyring = await makeKeyring(keyringDir);

Object.assign(process.env, {
  PUBLIC_URL: "http://localhost:3000",
  HOLDFAST_ENV: "sandbox",
  NEXTAUTH_SECRET: secret(),
  FACTOR_KEY: randomBytes(32).toString("base64"),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  ROW_SIGNING_KEY: JSON.stringify(row.privateJwk),
  ROW_PUBLIC_KEY: JSON.stringify(row.publicJwk),
  KEYRING_DIR: keyringDir,
  LINK_PUBLIC_KEY: JSON.stringify(keyring.link),
  VAULT_PUBLIC_KEY: JSON.stringify(keyring.vault),
  FEED_PUBLIC_KEY: JSON.stringify(keyring.feed),
  LOG_PUBLIC_KEY: JSON.stringify(keyring.log),
  EVIDENCE_PUBLIC_KEY: JSON.stringify(keyring.evidence),
  STRIPE_API_BASE: "http://127.0.0.1:9",
  STRIPE_PRICE_MONTHLY: "price_monthly",
  STRIPE_PRICE_UNIT: "price_unit",
  STRIPE_CHECKOUT_KEY: "rk_test_checkout",
  STRIPE_SECRET_KEY: "sk_test_worker",
  STRIPE_WEBHOOK_SECRETS: `whsec_${secret()}`,
  SMTP_URL: "smtp://127.0.0.1:9",
  MAIL_FROM: "Holdfast <no-reply@holdfast.test>",
});
