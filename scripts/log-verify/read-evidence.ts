import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { signingPublicKey } from "@/lib/keys/signing";
import { Failure } from "@/scripts/failure";

/** A set tells its keys' purposes apart: one that is for something else signs nothing of the log. */
const purposeful = signingPublicKey.extend({ purpose: z.string().default("access-log") });
const keyFile = z.union([
  z
    .object({ keys: z.array(purposeful) })
    .transform(({ keys }) => keys.filter(({ purpose }) => purpose === "access-log").map((key) => signingPublicKey.parse(key)))
    .refine((keys) => keys.length > 0),
  signingPublicKey.transform((key) => [key]),
]);

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new Failure(`${path} cannot be read.`);
  }
}

/** The keys of a file: one JSON Web Key, or a set of them (RFC 7517). Never a private half. */
export function readKeys(path: string): object[] {
  try {
    return keyFile.parse(JSON.parse(read(path)));
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    throw new Failure(`${path} holds no Ed25519 public key as a JSON Web Key, nor a set of them.`);
  }
}

/** The checkpoints that were kept: each path is one, or a directory of them. */
export function readKept(paths: string[]): { name: string; jws: string }[] {
  return paths.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })) throw new Failure(`${path} is not there.`);
    if (!statSync(path).isDirectory()) return [{ name: path, jws: read(path) }];
    const names = readdirSync(path).filter((name) => name.endsWith(".jws"));
    if (names.length === 0) throw new Failure(`${path} holds no checkpoint (*.jws).`);
    return names.toSorted().map((name) => ({ name: join(path, name), jws: read(join(path, name)) }));
  });
}
