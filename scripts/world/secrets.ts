import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "otpauth";
import type { DatabasePasswords } from "@/scripts/world/database-urls";
import type { Login, OwnerLogin } from "@/scripts/world/world-file";

export type Secrets = {
  databases: DatabasePasswords;
  nextAuth: string;
  serverActions: string;
  factorKey: string;
  /** Ed25519, as JSON Web Keys: web signs the rows of sealed credentials with it. */
  row: { private: string; public: string };
  stripe: { secretKey: string; checkoutKey: string; webhookSecret: string; priceMonthly: string; priceUnit: string };
  platform: { clientId: string; clientSecret: string };
  platformWebhook: string;
  metrics: string;
  sandboxSeed: string;
  owner: OwnerLogin;
  member: Login;
};

const random = (bytes = 24) => randomBytes(bytes).toString("base64url");

/** The secrets of this home: random, made at its first start, with what a newer version needs besides; readable by this user alone. */
export function readOrMakeSecrets(home: string): Secrets {
  const file = join(home, "secrets.json");
  const secrets = { ...makeSecrets(), ...(existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Secrets) : {}) };
  writeFileSync(`${file}.draft`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.draft`, file);
  return secrets;
}

function makeSecrets(): Secrets {
  const row = generateKeyPairSync("ed25519");
  return {
    databases: { owner: random(), web: random(), worker: random(), purge: random() },
    nextAuth: random(32),
    serverActions: randomBytes(32).toString("base64"),
    factorKey: randomBytes(32).toString("base64"),
    row: {
      private: JSON.stringify(row.privateKey.export({ format: "jwk" })),
      public: JSON.stringify(row.publicKey.export({ format: "jwk" })),
    },
    stripe: {
      secretKey: `sk_test_${random()}`,
      checkoutKey: `rk_test_${random()}`,
      webhookSecret: `whsec_${random()}`,
      priceMonthly: `price_${randomBytes(7).toString("hex")}`,
      priceUnit: `price_${randomBytes(7).toString("hex")}`,
    },
    platform: { clientId: random(9), clientSecret: random() },
    platformWebhook: random(),
    metrics: random(),
    sandboxSeed: randomBytes(6).toString("hex"),
    owner: { email: "owner@example.org", password: random(15), totpSecret: new Secret({ size: 20 }).base32 },
    member: { email: "member@example.org", password: random(15) },
  };
}
