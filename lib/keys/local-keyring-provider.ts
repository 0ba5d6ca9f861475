import { keyringDir } from "@/lib/base/env";
import { encrypt } from "@/lib/keys/aead";
import type { KeyProvider } from "@/lib/keys/key-provider";
import { assertKeyringPlace } from "@/lib/keys/local-keyring-place";
import { destroyRootKey, listRootKeys, makeRootKey, openByRootKey, readRootKeys } from "@/lib/keys/local-keyring-roots";

/**
 * The provider whose root keys lie in a keyring directory; keys are wrapped by AES-256-GCM, bound to their context.
 * @throws Error as readRootKeys does, or when the directory is in a bad place.
 */
export function keyringProvider(dir: string = keyringDir()): KeyProvider {
  assertKeyringPlace(dir);
  let roots = readRootKeys(dir);
  const look = () => {
    roots = readRootKeys(dir);
    return roots;
  };
  const find = (keyId: string) => roots.find(({ kid }) => kid === keyId);
  return {
    get currentKeyId() {
      return roots[0].kid;
    },
    async holds(keyId) {
      look();
      return find(keyId) !== undefined;
    },
    async wrap(plain, context) {
      if (!listRootKeys(dir).some(({ kid }) => kid === roots[0].kid)) look();
      const [current] = roots;
      return { keyId: current.kid, wrapped: encrypt(current.bytes, plain, context) };
    },
    async unwrap(keyId, wrapped, context) {
      if (!find(keyId)) look();
      const root = find(keyId);
      if (!root) throw new Error(`The keyring lacks root key ${keyId}.`);
      return openByRootKey(root, wrapped, context);
    },
    async makeKey() {
      const keyId = makeRootKey(dir, look());
      look();
      return keyId;
    },
    async destroyKey(keyId) {
      const [current] = look();
      if (keyId === current.kid) throw new Error(`Root key ${keyId} is the one in use. Rotate before it is destroyed.`);
      destroyRootKey(dir, keyId);
      look();
    },
  };
}
