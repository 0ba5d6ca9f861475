import { keyProviderName } from "@/lib/base/env";
import { makeKeyring } from "@/lib/keys/make-keyring";
import { makeSigningPair } from "@/lib/keys/signing";
import { Failure, runProgram } from "@/scripts/failure";

const usage = `Usage: node scripts/run.mjs keys <command>

  make    makes what KEYRING_DIR (and the token, with KEY_PROVIDER=pkcs11) lacks, as the worker's user, and prints the public keys that web is configured with
  row     prints a new key pair by which web signs stored credentials: the private half for web, the public one for the worker
`;

/** The keyring of this directory, and the first root key where KEY_PROVIDER has it: in the keyring, or in a token. */
async function makeKeys(dir: string) {
  const inKeyring = keyProviderName() === "keyring";
  const made = await makeKeyring(dir, { rootKey: inKeyring });
  if (!inKeyring) await (await import("@/lib/keys/pkcs11-provider")).makeFirstTokenKey();
  return made;
}

/** Makes the keys of a production set-up. Private halves of the keyring are never printed; making twice changes nothing. */
await runProgram(async () => {
  const print = (name: string, key: object) => process.stdout.write(`${name}='${JSON.stringify(key)}'\n`);
  switch (process.argv[2]) {
    case "make": {
      if (!process.env.KEYRING_DIR) throw new Failure("KEYRING_DIR is not set: name a directory outside the data directory and this one.");
      const { link, vault } = await makeKeys(process.env.KEYRING_DIR).catch((error: Error) => {
        throw new Failure(error.message);
      });
      print("LINK_PUBLIC_KEY", link);
      print("VAULT_PUBLIC_KEY", vault);
      return;
    }
    case "row": {
      const { privateJwk, publicJwk } = await makeSigningPair();
      print("ROW_SIGNING_KEY", privateJwk);
      print("ROW_PUBLIC_KEY", publicJwk);
      return;
    }
    default:
      throw new Failure(usage);
  }
});
