import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import { calculateJwkThumbprint } from "jose";
import { type KeyName, secretKeyNames, signingKeyNames } from "@/lib/keys/key-names";
import { readKeyring } from "@/lib/keys/local-keyring";
import { makeSigningPair, publicHalf, type SigningPublicKey } from "@/lib/keys/signing";

/** What others need of a keyring: the public halves of its signing keys. */
export interface KeyringPublicKeys {
  link: SigningPublicKey;
  vault: SigningPublicKey;
  log: SigningPublicKey;
}

/** Writes a file whole or not at all, and never over another: of two makers at once, the first one's key stays. */
function writeNew(dir: string, name: KeyName, key: object): void {
  const temporary = path.join(dir, `.${name}.${randomBytes(6).toString("hex")}`);
  const file = openSync(temporary, "wx", 0o600);
  try {
    writeSync(file, `${JSON.stringify({ keys: [key] })}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(temporary, path.join(dir, `${name}.json`));
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST")) throw thrown;
  } finally {
    rmSync(temporary);
  }
}

function syncDirectory(dir: string): void {
  const handle = openSync(dir, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Makes whatever a keyring directory lacks, and leaves what is there: root key, signing keys, keys for order ids. A crash leaves
 * some keys made, whole, and running it again makes the rest.
 * @param dir made with mode 0700 when it is not there; keep it outside the database's directory and outside the repository.
 * @returns the public halves that web and auditors are configured with.
 */
export async function makeKeyring(dir: string): Promise<KeyringPublicKeys> {
  if (!statSync(dir, { throwIfNoEntry: false })) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    chmodSync(dir, 0o700);
  }
  const lacks = (name: KeyName) => !statSync(path.join(dir, `${name}.json`), { throwIfNoEntry: false });
  for (const name of signingKeyNames.filter(lacks)) {
    const { privateJwk, publicJwk } = await makeSigningPair();
    writeNew(dir, name, { kid: await calculateJwkThumbprint(publicJwk), ...privateJwk });
  }
  for (const name of secretKeyNames.filter(lacks)) {
    writeNew(dir, name, { kid: randomBytes(9).toString("base64url"), kty: "oct", k: randomBytes(32).toString("base64url") });
  }
  syncDirectory(dir);
  const keyring = readKeyring(dir);
  return {
    link: publicHalf(keyring.signing("link-signing")),
    vault: publicHalf(keyring.signing("vault-signing")),
    log: publicHalf(keyring.signing("log-signing")),
  };
}
