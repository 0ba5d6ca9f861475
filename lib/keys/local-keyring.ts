import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { keyringDir } from "@/lib/base/env";
import { type KeyName, keyNames, type SecretKeyName, type SigningKeyName, secretKeyNames, signingKeyNames } from "@/lib/keys/key-names";

const signingKey = z.object({ kid: z.string().min(1), kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string(), d: z.string() });
const secretKey = z.object({ kid: z.string().min(1), kty: z.literal("oct"), k: z.base64url().length(43) });
const signingKeys = z.object({ keys: z.array(signingKey).min(1) });
const secretKeys = z.object({ keys: z.array(secretKey).min(1) });

export interface SecretKey {
  kid: string;
  /** 32 bytes. */
  bytes: Buffer;
}

/** The keys of a keyring directory. The first key of each name is the one in use; the others still open what they once closed. */
export interface Keyring {
  signing(name: SigningKeyName): z.infer<typeof signingKey>;
  secrets(name: SecretKeyName): [SecretKey, ...SecretKey[]];
}

function assertPrivate(place: string): void {
  const { mode, uid } = statSync(place);
  if ((mode & 0o077) !== 0) {
    throw new Error(
      `${place} can be read or changed by other users (mode ${(mode & 0o777).toString(8)}). Remove their rights: chmod -R go= ${place}`,
    );
  }
  const self = process.getuid?.();
  if (self !== undefined && uid !== self) throw new Error(`${place} belongs to user ${uid}, not to user ${self} that runs this process.`);
}

function missingIn(dir: string): KeyName[] {
  return keyNames.filter((name) => !statSync(path.join(dir, `${name}.json`), { throwIfNoEntry: false })?.isFile());
}

function parse<Value>(dir: string, name: KeyName, schema: z.ZodType<Value>): Value {
  const file = path.join(dir, `${name}.json`);
  let value: unknown = null;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // refused below: the parser's message could quote a part of a key
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`${file} does not hold a set of JSON Web Keys of the right kind.`);
  return parsed.data;
}

const toSecret = ({ kid, k }: z.infer<typeof secretKey>): SecretKey => ({ kid, bytes: Buffer.from(k, "base64url") });

function first<Key>([key]: (Key | undefined)[]): Key {
  if (key === undefined) throw new Error("a set of keys is empty");
  return key;
}

/**
 * Reads a keyring directory, all of it, so that a damaged key is noticed at the start and not when it is needed.
 * @throws Error that says what to do, when the directory or a key is missing, damaged, or open to other users. Never shows a key.
 */
export function readKeyring(dir: string): Keyring {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`There is no keyring at ${dir}.`);
  assertPrivate(dir);
  const missing = missingIn(dir);
  if (missing.length > 0) {
    throw new Error(
      `The keyring at ${dir} lacks: ${missing.join(", ")}. Restore it from its backup: a new key cannot open what the old one closed.`,
    );
  }
  for (const name of keyNames) assertPrivate(path.join(dir, `${name}.json`));
  const signing = new Map(signingKeyNames.map((name) => [name, first(parse(dir, name, signingKeys).keys)]));
  const secrets = new Map(secretKeyNames.map((name) => [name, parse(dir, name, secretKeys).keys.map(toSecret)]));
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
