import { parseArgs } from "node:util";
import { keyProviderName } from "@/lib/base/env";
import { AppError } from "@/lib/base/errors";
import { makeKeyring } from "@/lib/keys/make-keyring";
import { makeSigningPair } from "@/lib/keys/signing";
import { Failure, runProgram } from "@/scripts/failure";
import { askWorker, exportPublic, printStatus } from "@/scripts/keys/ask-worker";

const usage = `Usage: npm run keys -- <command>

  status                what keys there are, their ages and versions, when they are due, and what is being done with them
  rotate root           make a new root key and wrap every connection's key by it
  rotate connections    give every connection a new key and seal its credential for it
  retire                destroy replaced keys whose time is over
  export-public         print the public halves of the worker's signing keys
  make                  make what KEYRING_DIR (and the token, with KEY_PROVIDER=pkcs11) lacks, as the worker's user, and print the public
                        keys that web is configured with
  row                   print a new key pair by which web signs stored credentials: the private half for web, the public one for the worker

"rotate" and "retire" ask the worker, and show how far it has come until it is done; with --no-wait they only ask.
`;

const print = (name: string, key: object) => process.stdout.write(`${name}='${JSON.stringify(key)}'\n`);

/** The keyring of this directory, and the first root key where KEY_PROVIDER has it: in the keyring, or in a token. */
async function makeKeys(dir: string) {
  const inKeyring = keyProviderName() === "keyring";
  const made = await makeKeyring(dir, { rootKey: inKeyring });
  if (!inKeyring) await (await import("@/lib/keys/pkcs11-provider")).makeFirstTokenKey();
  return made;
}

async function make(): Promise<void> {
  if (!process.env.KEYRING_DIR) throw new Failure("KEYRING_DIR is not set: name a directory outside the data directory and this one.");
  const { link, vault, feed, log, evidence } = await makeKeys(process.env.KEYRING_DIR).catch((error: Error) => {
    throw new Failure(error.message);
  });
  print("LINK_PUBLIC_KEY", link);
  print("VAULT_PUBLIC_KEY", vault);
  print("FEED_PUBLIC_KEY", feed);
  print("LOG_PUBLIC_KEY", log);
  print("EVIDENCE_PUBLIC_KEY", evidence);
}

async function row(): Promise<void> {
  const { privateJwk, publicJwk } = await makeSigningPair();
  print("ROW_SIGNING_KEY", privateJwk);
  print("ROW_PUBLIC_KEY", publicJwk);
}

/** Makes the keys of a production set-up, and asks the worker about those that it has. No private half of the keyring is ever printed. */
await runProgram(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    strict: false,
    options: { help: { type: "boolean", short: "h" }, "no-wait": { type: "boolean" } },
  });
  const command = positionals.join(" ");
  const wait = !values["no-wait"];
  const commands: Record<string, () => Promise<void>> = {
    status: printStatus,
    "rotate root": () => askWorker("rotate-root", wait),
    "rotate connections": () => askWorker("rotate-connections", wait),
    retire: () => askWorker("retire", wait),
    "export-public": exportPublic,
    make,
    row,
  };
  if (values.help || command === "help") {
    process.stdout.write(usage);
    return;
  }
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!run) throw new Failure(usage);
  try {
    await run();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    throw new Failure(`The worker was not asked: ${thrown.facts.reason ?? thrown.refusal}.`);
  }
});
