import type { SigningKeyName } from "@/lib/keys/key-names";
import { localKeyring } from "@/lib/keys/local-keyring";
import { signWith } from "@/lib/keys/signing";

/** Signs a text with a key of the worker's keyring, as a compact JWS that `verifySigned` reads with the public half. */
export async function sign(name: SigningKeyName, payload: string, typ?: string): Promise<string> {
  return await signWith(localKeyring().signing(name), payload, typ);
}
