import { CompactSign, calculateJwkThumbprint, importJWK } from "jose";
import { makeSigningPair, type SigningPublicKey } from "@/lib/keys/signing";
import { statementHash } from "@/lib/policy/statement";
import type { Statement } from "@/scripts/policy-verify/statement";
import { clauseIds } from "@/scripts/policy-verify/unseen";

export interface Notary {
  key: SigningPublicKey & { purpose: string };
  sign: (payload: object, typ?: string) => Promise<string>;
  /** A chain of so many statements, first to newest; `change` alters each before it is signed. */
  chain: (length: number, change?: (statement: Statement) => Statement) => Promise<string[]>;
}

const nowSeconds = () => Math.floor(Date.now() / 1_000);

/** Signs evidence as the service's worker does, with a key of its own. */
export async function makeNotary(iss: string): Promise<Notary> {
  const { privateJwk, publicJwk } = await makeSigningPair();
  const kid = await calculateJwkThumbprint(publicJwk);
  const sign: Notary["sign"] = async (payload, typ) =>
    await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ alg: "EdDSA", kid, ...(typ ? { typ } : {}) })
      .sign(await importJWK(privateJwk, "EdDSA"));
  return {
    key: { ...publicJwk, purpose: "evidence" },
    sign,
    chain: async (length, change = (statement) => statement) => {
      const texts: string[] = [];
      for (let sequence = 1; sequence <= length; sequence += 1) {
        const before = texts.at(-1);
        const clauses = clauseIds.map((clause) => ({ clause, result: "holds" as const, strength: "server", at: null, seen: "Looked at." }));
        const plain: Statement = {
          iss,
          environment: "sandbox",
          sequence,
          previous: before ? statementHash(before) : null,
          iat: nowSeconds() - (length - sequence) * 60,
          policyVersion: "2026-03-04",
          clauses,
        };
        texts.push(await sign(change(plain), "holdfast-evidence+jwt"));
      }
      return texts;
    },
  };
}
