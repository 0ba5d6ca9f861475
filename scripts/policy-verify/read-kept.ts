import { readFileSync } from "node:fs";
import { z } from "zod";
import { Failure } from "@/scripts/failure";
import { type PublicKey, publicKey } from "./signed-text";

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    throw new Failure(`${path} cannot be read.`);
  }
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(read(path));
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    throw new Failure(`${path} is no JSON.`);
  }
}

const keyFile = z.union([z.object({ keys: z.array(publicKey).min(1) }).transform(({ keys }) => keys), publicKey.transform((key) => [key])]);

/** The keys that were kept: one JSON Web Key, or a set of them, as /.well-known/jwks.json showed it. */
export function readKeptKeys(path: string): PublicKey[] {
  const { data } = keyFile.safeParse(parsed(path));
  if (!data) throw new Failure(`${path} holds no Ed25519 public key as a JSON Web Key, nor a set of them.`);
  return data;
}

/** A signed text that was kept: the compact JWS alone, or, as /api/trust gives it, as `statement` of an object. */
export function readKeptText(path: string): string {
  const text = read(path);
  if (!text.startsWith("{")) return text;
  const { data } = z.object({ statement: z.string() }).safeParse(parsed(path));
  if (!data) throw new Failure(`${path} holds no signed text.`);
  return data.statement;
}

/** Certificates to trust, as PEM. */
export function readAuthority(path: string): string {
  const text = read(path);
  if (!text.includes("BEGIN CERTIFICATE")) throw new Failure(`${path} holds no certificate as PEM.`);
  return text;
}
