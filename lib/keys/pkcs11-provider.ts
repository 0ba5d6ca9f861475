import { type Pkcs11Settings, pkcs11Settings } from "@/lib/base/env";
import type { KeyProvider } from "@/lib/keys/key-provider";
import { isAboutData, Pkcs11Error } from "@/lib/keys/pkcs11-error";
import { decryptByToken, destroyTokenKey, encryptByToken, generateRootKey, type TokenKey } from "@/lib/keys/pkcs11-root-keys";
import { openToken, type Token } from "@/lib/keys/pkcs11-token";

/**
 * The provider whose root keys never leave a PKCS#11 token (an HSM, SoftHSM2): it wraps and unwraps inside the device.
 * @throws Error that says what to do, when module, token, PIN or root key are missing, or a root key could be copied out.
 */
export async function pkcs11Provider(settings: Pkcs11Settings = pkcs11Settings()): Promise<KeyProvider> {
  const token = await openToken(settings);
  newest(token.keys, settings);
  const find = (keys: readonly TokenKey[], keyId: string) => keys.find(({ kid }) => kid === keyId);
  return {
    get currentKeyId() {
      return newest(token.keys, settings).kid;
    },
    holds: async (keyId) => find(await token.look(), keyId) !== undefined,
    wrap: (plain, context) =>
      token.use(async (session, keys) => {
        const current = newest(keys, settings);
        return { keyId: current.kid, wrapped: await encryptByToken(session, current, plain, context) };
      }),
    async unwrap(keyId, wrapped, context) {
      if (!find(token.keys, keyId)) await token.look();
      return await token.use(async (session, keys) => {
        const root = find(keys, keyId);
        if (!root) throw new Error(`The token ${settings.token} lacks root key ${keyId}.`);
        try {
          return await decryptByToken(session, root, wrapped, context);
        } catch (thrown) {
          if (thrown instanceof Pkcs11Error && !isAboutData(thrown)) throw thrown;
          const answer = thrown instanceof Pkcs11Error ? ` ${thrown.message}` : "";
          throw new Error(`A key wrapped by root key ${keyId} is damaged, or belongs elsewhere.${answer}`, { cause: thrown });
        }
      });
    },
    makeKey: () => makeIn(token),
    async destroyKey(keyId) {
      const [current] = await token.look();
      if (keyId === current?.kid) throw new Error(`Root key ${keyId} is the one in use. Rotate before it is destroyed.`);
      await token.use(async (session, keys) => {
        const root = find(keys, keyId);
        if (root) await destroyTokenKey(session, root);
      });
      await token.look();
    },
  };
}

/** Makes the first root key of an empty token; where there is one, nothing changes. Returns the id of the current one. */
export async function makeFirstTokenKey(settings: Pkcs11Settings = pkcs11Settings()): Promise<string> {
  const token = await openToken(settings);
  return token.keys[0]?.kid ?? (await makeIn(token));
}

async function makeIn(token: Token): Promise<string> {
  const elders = await token.look();
  const keyId = await token.use((session) => generateRootKey(session, elders));
  await token.look();
  return keyId;
}

function newest([key]: readonly TokenKey[], { token }: Pkcs11Settings): TokenKey {
  if (key) return key;
  throw new Error(
    `The token ${token} holds no root key. Restore it from the device's backup: a new key cannot open what the old one closed. ` +
      "The first one of a new installation is made by: npm run keys -- make",
  );
}
