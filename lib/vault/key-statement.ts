import { z } from "zod";
import { verifySigned } from "@/lib/keys/signing";

const statement = z.strictObject({
  member: z.uuid(),
  connection: z.uuid(),
  platform: z.string().min(1),
  host: z.string().min(1),
  keyId: z.string().min(1),
  publicKey: z.strictObject({ kty: z.literal("EC"), crv: z.literal("P-256"), x: z.base64url().length(43), y: z.base64url().length(43) }),
});
/** What the worker says, under its signature, of a connection's public key: whose it is, and for which platform and host. */
export type KeyStatement = z.infer<typeof statement>;

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/**
 * The statement in a compact JWS by the worker's vault key; null unless the signature holds and it speaks of this member's connection.
 * Web asks before it renders the key and the browser before it uses it, so that a writer of the database cannot put in another key.
 */
export async function readKeyStatement(
  jws: string,
  vaultPublicKey: object,
  expected: { member: string; connection: string; platform: string },
): Promise<KeyStatement | null> {
  const text = await verifySigned(vaultPublicKey, jws);
  const found = statement.safeParse(text === null ? null : parse(text)).data;
  if (!found || found.member !== expected.member || found.connection !== expected.connection || found.platform !== expected.platform)
    return null;
  return found;
}
