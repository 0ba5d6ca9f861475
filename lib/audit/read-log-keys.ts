import { calculateJwkThumbprint } from "jose";
import { logPublicKey } from "@/lib/base/env";
import { signingPublicKey } from "@/lib/keys/signing";

/** The public key of the log's checkpoints as a set (RFC 7517); `kid` is its RFC 7638 thumbprint, which each signature names; `purpose` tells it from others of a set. */
export async function readLogKeys() {
  const key = signingPublicKey.parse(logPublicKey());
  return { keys: [{ kid: await calculateJwkThumbprint(key), use: "sig", alg: "EdDSA", purpose: "access-log", ...key }] };
}
