import { createHmac, hkdfSync } from "node:crypto";
import type { Pace } from "@/db/queries/throttles";
import type { Client } from "@/lib/accounts/client";
import { type Paces, paces, type ThrottleScope } from "@/lib/accounts/throttle-paces";
import { webEnv } from "@/lib/base/env";
import { networkOf, siteOf } from "@/lib/base/network";

/** One count of failures: of an account, of addresses without one, of a device, of a network, or of everyone. */
export type Bucket = { key: string; pace: Pace };

export type Attempt = {
  client: Client;
  /** The account that the attempt is aimed at, where there is one. */
  accountId?: string | null;
  /** For an attempt at no known account: the address it names, normalised. */
  email?: string | null;
  /** Whether `isRecognised` says that the account has logged in with this browser before. */
  recognised?: boolean;
};

/** Addresses without an account share these, so that guesses cannot grow the table. */
const unknownBuckets = 4_096;

const keys = new Map<string, Buffer>();
/** Keyed, so that the table tells neither an address nor an e-mail to someone who can read it. */
function mac(text: string): Buffer {
  const secret = webEnv().NEXTAUTH_SECRET;
  const key = keys.get(secret) ?? Buffer.from(hkdfSync("sha256", secret, "", "holdfast throttle buckets", 32));
  keys.set(secret, key);
  return createHmac("sha256", key).update(text).digest();
}
const hashed = (text: string) => mac(text).toString("base64url", 0, 16);

/** The address that a login was tried with, so coarse that it names nobody: for telling how many are tried, and no more. */
export const bucketOfAddress = (email: string): string => String(mac(email).readUInt32BE(0) % unknownBuckets);

/**
 * What an attempt is counted against. From a recognised device that is the device alone: strangers' failures do not reach it, and what it
 * fails itself slows nobody else. All others count by network, by account or address, and with everyone; always in this order, so
 * that transactions wait for one another in one direction only, and for the row that all share last and shortest.
 */
export function bucketsFor(scope: ThrottleScope, { client, accountId = null, email = null, recognised = false }: Attempt): Bucket[] {
  const pace: Paces = paces[scope];
  const buckets: Bucket[] = [];
  const add = (kind: string, given: Pace | null) => given && buckets.push({ key: `${scope}:${kind}`, pace: given });
  if (recognised && accountId !== null && pace.device) {
    add(`device:${hashed(`${accountId} ${client.deviceSecret}`)}`, pace.device);
    return buckets;
  }
  const site = siteOf(client.address);
  if (site !== null) add(`site:${hashed(site)}`, pace.site);
  add(`network:${hashed(networkOf(client.address))}`, pace.network);
  if (accountId !== null) add(`account:${hashed(accountId)}`, pace.account);
  else if (email !== null) add(`unknown:${bucketOfAddress(email)}`, pace.account);
  add("everyone", pace.everyone);
  return buckets;
}
