import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { compactDecrypt, decodeProtectedHeader } from "jose";
import { localKeyring, type SecretKey } from "@/lib/keys/local-keyring";
import { addressAlgorithm, addressEncryption, type SealingPublicKey } from "@/lib/keys/seal-address";

/** What stands before the 32 bytes of an X25519 key in PKCS#8 (RFC 8410, section 7). */
const pkcs8Head = Buffer.from("302e020100300506032b656e04220420", "hex");

/** Any 32 bytes are an X25519 private key (RFC 7748, section 5). */
function privateKey({ bytes }: SecretKey): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, bytes]), format: "der", type: "pkcs8" });
}

/** The half that web seals with. */
export function feedAddressKey(key: SecretKey): SealingPublicKey {
  const { x = "" } = createPublicKey(privateKey(key)).export({ format: "jwk" });
  return { kid: key.kid, kty: "OKP", crv: "X25519", x };
}

/** @throws Error when the address was sealed for another calendar or key, by another algorithm, or has been changed. */
export async function openAddress(calendarId: string, sealed: string): Promise<string> {
  const { kid } = decodeProtectedHeader(sealed);
  const key = localKeyring()
    .secrets("feed-addresses")
    .find((candidate) => candidate.kid === kid);
  if (!key) throw new Error("The keyring lacks the key of a calendar's address.");
  const options = { keyManagementAlgorithms: [addressAlgorithm], contentEncryptionAlgorithms: [addressEncryption] };
  const { plaintext, protectedHeader } = await compactDecrypt(sealed, privateKey(key), options);
  if (protectedHeader.calendar !== calendarId) throw new Error("The address belongs to another calendar.");
  return new TextDecoder("utf-8", { fatal: true }).decode(plaintext);
}
