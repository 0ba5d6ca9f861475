import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { calculateJwkThumbprint } from "jose";
import { type KeyName, secretKeyNames, signingKeyNames } from "@/lib/keys/key-names";
import { readKeyring } from "@/lib/keys/local-keyring";
import { writeKeyFile } from "@/lib/keys/local-keyring-files";
import { assertKeyringPlace } from "@/lib/keys/local-keyring-place";
import { hasRootKey, makeRootKey } from "@/lib/keys/local-keyring-roots";
import { feedAddressKey } from "@/lib/keys/open-address";
import type { SealingPublicKey } from "@/lib/keys/seal-address";
import { makeSigningPair, publicHalf, type SigningPublicKey } from "@/lib/keys/signing";

/** What others need of a keyring: the public halves of its signing keys, and the key that web seals feed addresses with. */
export interface KeyringPublicKeys {
  link: SigningPublicKey;
  vault: SigningPublicKey;
  log: SigningPublicKey;
  evidence: SigningPublicKey;
  feed: SealingPublicKey;
}

/**
 * Makes whatever a keyring directory lacks, and leaves what is there: root key, signing keys, keys for order ids and feed addresses. A crash leaves
 * some keys made, whole, and running it again makes the rest.
 * @param dir made with mode 0700 when it is not there; refused inside PostgreSQL's data and inside the repository.
 * @param options.rootKey whether a root key is among them: not where another provider holds it.
 * @returns the public halves that web and auditors are configured with.
 */
export async function makeKeyring(dir: string, { rootKey }: { rootKey: boolean } = { rootKey: true }): Promise<KeyringPublicKeys> {
  assertKeyringPlace(dir);
  if (!statSync(dir, { throwIfNoEntry: false })) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    chmodSync(dir, 0o700);
  }
  const lacks = (name: KeyName) => !statSync(path.join(dir, `${name}.json`), { throwIfNoEntry: false });
  for (const name of signingKeyNames.filter(lacks)) {
    const { privateJwk, publicJwk } = await makeSigningPair();
    writeKeyFile(dir, `${name}.json`, { kid: await calculateJwkThumbprint(publicJwk), ...privateJwk });
  }
  for (const name of secretKeyNames.filter(lacks)) {
    writeKeyFile(dir, `${name}.json`, { kid: randomBytes(9).toString("base64url"), kty: "oct", k: randomBytes(32).toString("base64url") });
  }
  if (rootKey && !hasRootKey(dir)) makeRootKey(dir, []);
  const keyring = readKeyring(dir);
  return {
    link: publicHalf(keyring.signing("link-signing")),
    vault: publicHalf(keyring.signing("vault-signing")),
    log: publicHalf(keyring.signing("log-signing")),
    evidence: publicHalf(keyring.signing("evidence-signing")),
    feed: feedAddressKey(keyring.secrets("feed-addresses")[0]),
  };
}
