import { decrypt, encrypt } from "@/lib/keys/aead";
import type { KeyProvider } from "@/lib/keys/key-provider";
import { type Keyring, localKeyring } from "@/lib/keys/local-keyring";

/** The provider whose root keys lie in a keyring directory; keys are wrapped by AES-256-GCM, bound to their context. */
export function keyringProvider(keyring: Keyring = localKeyring()): KeyProvider {
  const roots = keyring.secrets("root");
  const find = (keyId: string) => roots.find(({ kid }) => kid === keyId);
  const [current] = roots;
  return {
    currentKeyId: current.kid,
    holds: (keyId) => find(keyId) !== undefined,
    async wrap(plain, context) {
      return { keyId: current.kid, wrapped: encrypt(current.bytes, plain, context) };
    },
    async unwrap(keyId, wrapped, context) {
      const root = find(keyId);
      if (!root) throw new Error(`The keyring lacks root key ${keyId}.`);
      try {
        return decrypt(root.bytes, wrapped, context);
      } catch {
        throw new Error(`A key wrapped by root key ${keyId} is damaged, or belongs elsewhere.`);
      }
    },
  };
}
