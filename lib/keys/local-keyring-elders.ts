import type { KeyProvider } from "@/lib/keys/key-provider";
import { destroyRootKey, listRootKeys, openByRootKey } from "@/lib/keys/local-keyring-roots";

/**
 * For the move from the keyring to a device: wraps by the device alone, and opens besides what root keys that still lie in the keyring
 * have wrapped. Once everything is wrapped anew they are destroyed like any elder, and the device's are the only ones.
 */
export function withKeyringElders(device: KeyProvider, dir: string): KeyProvider {
  const elderOf = (keyId: string) => listRootKeys(dir).find(({ kid }) => kid === keyId);
  return {
    get currentKeyId() {
      return device.currentKeyId;
    },
    holds: async (keyId) => elderOf(keyId) !== undefined || (await device.holds(keyId)),
    wrap: (plain, context) => device.wrap(plain, context),
    async unwrap(keyId, wrapped, context) {
      const elder = elderOf(keyId);
      return elder ? openByRootKey(elder, wrapped, context) : await device.unwrap(keyId, wrapped, context);
    },
    makeKey: () => device.makeKey(),
    async destroyKey(keyId) {
      if (elderOf(keyId)) destroyRootKey(dir, keyId);
      else await device.destroyKey(keyId);
    },
  };
}
