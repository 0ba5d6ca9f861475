import { keyProviderName, keyringDir } from "@/lib/base/env";
import type { KeyProvider } from "@/lib/keys/key-provider";
import { withKeyringElders } from "@/lib/keys/local-keyring-elders";
import { keyringProvider } from "@/lib/keys/local-keyring-provider";
import { hasRootKey } from "@/lib/keys/local-keyring-roots";

let made: Promise<KeyProvider> | null = null;

/**
 * The provider that KEY_PROVIDER names, made once a process.
 * @throws Error that says what to do, when the provider's keys are missing, damaged or open to other users.
 */
export function keyProvider(): Promise<KeyProvider> {
  made ??= make();
  return made;
}

async function make(): Promise<KeyProvider> {
  switch (keyProviderName()) {
    case "keyring":
      return keyringProvider();
    case "pkcs11": {
      const { pkcs11Provider } = await import("@/lib/keys/pkcs11-provider");
      const device = await pkcs11Provider();
      return hasRootKey(keyringDir()) ? withKeyringElders(device, keyringDir()) : device;
    }
  }
}
