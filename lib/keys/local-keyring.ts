import { statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { keyringDir } from "@/lib/base/env";
import { type KeyName, keyNames, type SecretKeyName, type SigningKeyName, secretKeyNames, signingKeyNames } from "@/lib/keys/key-names";
import { assertPrivate, lacks, readKeyFile } from "@/lib/keys/local-keyring-files";
import { assertKeyringPlace } from "@/lib/keys/local-keyring-place";

const signingKey = z.object({ kid: z.string().min(1), kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string(), d: z.string() });
const secretKey = z.object({ kid: z.string().min(1), kty: z.literal("oct"), k: z.base64url().length(43) });
const signingKeys = z.object({ keys: z.array(signingKey).min(1) });
const secretKeys = z.object({ keys: z.array(secretKey).min(1) });

export interface SecretKey {
  kid: string;
  /** 32 bytes. */
  bytes: Buffer;
}

/** The keys of a keyring directory, but for the root keys, which are their provider's. The first key of each name is the one in use; the others still open what they once closed. */
export interface Keyring {
  signing(name: SigningKeyName): z.infer<typeof signingKey>;
  secrets(name: SecretKeyName): [SecretKey, ...SecretKey[]];
}

function missingIn(dir: string): KeyName[] {
  return keyNames.filter((name) => !statSync(path.join(dir, `${name}.json`), { throwIfNoEntry: false })?.isFile());
}

const toSecret = ({ kid, k }: z.infer<typeof secretKey>): SecretKey => ({ kid, bytes: Buffer.from(k, "base64url") });

function first<Key>([key]: (Key | undefined)[]): Key {
  if (key === undefined) throw new Error("a set of keys is empty");
  return key;
}

/**
 * Reads a keyring directory, all that key-names.ts lists, so that a damaged key is noticed at the start and not when it is needed.
 * @throws Error that says what to do, when the directory or a key is missing, damaged, open to other users, or in a bad place. Never shows a key.
 */
export function readKeyring(dir: string): Keyring {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`There is no keyring at ${dir}.`);
  assertKeyringPlace(dir);
  assertPrivate(dir);
  const missing = missingIn(dir);
  if (missing.length > 0) throw lacks(dir, missing);
  const parse = <Value>(name: KeyName, schema: z.ZodType<Value>) => readKeyFile(path.join(dir, `${name}.json`), schema);
  const signing = new Map(signingKeyNames.map((name) => [name, first(parse(name, signingKeys).keys)]));
  const secrets = new Map(secretKeyNames.map((name) => [name, parse(name, secretKeys).keys.map(toSecret)]));
  return {
    signing: (name) => first([signing.get(name)]),
    secrets: (name) => {
      const [current, ...elders] = secrets.get(name) ?? [];
      return [first([current]), ...elders];
    },
  };
}

let read: { dir: string; keyring: Keyring } | null = null;

/** The keyring of KEYRING_DIR, read once. Only the worker's process is given one. */
export function localKeyring(): Keyring {
  const dir = keyringDir();
  if (read?.dir !== dir) read = { dir, keyring: readKeyring(dir) };
  return read.keyring;
}
