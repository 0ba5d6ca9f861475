import { randomBytes } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { decrypt } from "@/lib/keys/aead";
import { assertPrivate, lacks, readKeyFile, removeKeyFile, writeKeyFile } from "@/lib/keys/local-keyring-files";
import { newestFirst, newRootKeyId } from "@/lib/keys/root-key-id";

/**
 * The root keys of a keyring directory, a file each: `root.json` the first, `root-<id>.json` those of later rotations. So to make or
 * to destroy one touches no other, and two processes that do so at once cannot lose each other's.
 */
const ofRoot = /^root(-[\w-]+)?\.json$/;
const oneKey = z.object({ keys: z.tuple([z.object({ kid: z.string().min(1), kty: z.literal("oct"), k: z.base64url().length(43) })]) });

export interface RootKey {
  kid: string;
  /** 32 bytes. */
  bytes: Buffer;
}

const filesOf = (dir: string): string[] => readdirSync(dir).filter((name) => ofRoot.test(name));

function readIfThere(file: string): RootKey[] {
  try {
    const [{ kid, k }] = readKeyFile(file, oneKey).keys;
    return [{ kid, bytes: Buffer.from(k, "base64url") }];
  } catch (thrown) {
    // destroyed by another process since it was listed
    if (!statSync(file, { throwIfNoEntry: false })) return [];
    throw thrown;
  }
}

export const hasRootKey = (dir: string): boolean => filesOf(dir).length > 0;

/**
 * The root keys that there are, the newest first.
 * @throws Error that says what to do, when one is damaged or open to other users. Never shows a key.
 */
export function listRootKeys(dir: string): RootKey[] {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`There is no keyring at ${dir}.`);
  assertPrivate(dir);
  return newestFirst(filesOf(dir).flatMap((name) => readIfThere(path.join(dir, name))));
}

/** As listRootKeys. @throws Error also when there is none. */
export function readRootKeys(dir: string): [RootKey, ...RootKey[]] {
  const [newest, ...elders] = listRootKeys(dir);
  if (!newest) throw lacks(dir, ["root"]);
  return [newest, ...elders];
}

/** Makes a root key that is newer than these. A crash leaves it whole, or not there. Returns its id. */
export function makeRootKey(dir: string, elders: readonly RootKey[]): string {
  const kid = newRootKeyId(elders.map((key) => key.kid));
  const name = elders.length === 0 ? "root.json" : `root-${kid}.json`;
  writeKeyFile(dir, name, { kid, kty: "oct", k: randomBytes(32).toString("base64url") });
  return kid;
}

/** Removes the file of this root key; where there is none, nothing changes. */
export function destroyRootKey(dir: string, keyId: string): void {
  for (const name of filesOf(dir)) {
    if (readIfThere(path.join(dir, name)).some(({ kid }) => kid === keyId)) removeKeyFile(dir, name);
  }
}

/** @throws Error naming the root key, when the bytes or the context are not those that it wrapped. */
export function openByRootKey({ kid, bytes }: RootKey, wrapped: Uint8Array, context: string): Buffer {
  try {
    return decrypt(bytes, wrapped, context);
  } catch {
    throw new Error(`A key wrapped by root key ${kid} is damaged, or belongs elsewhere.`);
  }
}
