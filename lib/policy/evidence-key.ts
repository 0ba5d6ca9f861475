import { calculateJwkThumbprint } from "jose";
import { evidencePublicKey } from "@/lib/base/env";
import { signingPublicKey } from "@/lib/keys/signing";

/** The public key of the signed evidence, as a set shows it (RFC 7517); `kid` is its RFC 7638 thumbprint, which each statement names. */
export async function readEvidenceKey() {
  const key = signingPublicKey.parse(evidencePublicKey());
  return { kid: await calculateJwkThumbprint(key), use: "sig", alg: "EdDSA", purpose: "evidence", ...key };
}
