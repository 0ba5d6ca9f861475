import { z } from "zod";
import { fails, type Observation } from "./observation";
import type { Outsider } from "./outsider";
import { type PublicKey, publicKey } from "./signed-text";

const set = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });
const secretParts = ["d", "k", "p", "q", "dp", "dq", "qi"];

/** The keys that the service publishes at /.well-known/jwks.json (RFC 7517); that a secret half stands among them fails clause 2.2b. */
export async function publishedKeys({ ask }: Outsider): Promise<{ keys: PublicKey[]; observations: Observation[] }> {
  const { status, body } = await ask("/.well-known/jwks.json");
  let found: z.infer<typeof set> | undefined;
  try {
    found = status === 200 ? set.safeParse(JSON.parse(body)).data : undefined;
  } catch {
    found = undefined;
  }
  if (!found) return { keys: [], observations: [fails("evidence", `no keys are published at /.well-known/jwks.json (${status})`)] };
  const secret = found.keys.some((key) => secretParts.some((part) => part in key));
  return {
    keys: found.keys.flatMap((key) => publicKey.safeParse(key).data ?? []),
    observations: secret ? [fails("2.2b", "a secret key is published at /.well-known/jwks.json")] : [],
  };
}
