import { keysDb } from "@/db/client";
import { countWraps, findRootKey, listRootKeys, type RootKeyRow, registerRootKey } from "@/db/queries/root-keys";
import { now } from "@/lib/base/clock";
import type { KeyProvider } from "@/lib/keys/key-provider";
import { keyProvider } from "@/lib/keys/provider";

const proofContext = (keyId: string) => `root-key:${keyId}`;
const proofText = Buffer.from("holdfast root key");

/** Registers the provider's current root key in the keys database, with a proof by which it is known again. Again changes nothing. */
export async function registerCurrentRoot(): Promise<RootKeyRow> {
  const provider = await keyProvider();
  const known = await findRootKey(keysDb(), provider.currentKeyId);
  if (known) return known;
  const { keyId, wrapped } = await provider.wrap(proofText, proofContext(provider.currentKeyId));
  await registerRootKey(keysDb(), { keyId, proof: Buffer.from(wrapped), madeAt: now() });
  const registered = await findRootKey(keysDb(), keyId);
  if (!registered) throw new Error(`The keys database does not keep root key ${keyId}.`);
  return registered;
}

/**
 * Makes a root key, registers it and uses it from now on. One that the provider has and nobody has registered yet was made by a run that
 * died: it is taken, and no other made.
 */
export async function makeRoot(): Promise<string> {
  const provider = await keyProvider();
  if (await findRootKey(keysDb(), provider.currentKeyId)) await provider.makeKey();
  return (await registerCurrentRoot()).keyId;
}

/** The same id, once the provider has it. @throws Error when it does not. */
export async function requireRoot(keyId: string): Promise<string> {
  if (!(await (await keyProvider()).holds(keyId))) throw new Error(`The provider lacks root key ${keyId}, which was made for a rotation.`);
  return keyId;
}

/** Has the provider look anew where another process has made a root key that this one does not know of yet. */
export async function catchUpWithRoots(): Promise<void> {
  const [newest] = await listRootKeys(keysDb());
  if (newest) await (await keyProvider()).holds(newest.keyId);
}

async function isGenuine(provider: KeyProvider, root: RootKeyRow): Promise<boolean> {
  try {
    const text = await provider.unwrap(root.keyId, root.proof, proofContext(root.keyId));
    return proofText.equals(Buffer.from(text));
  } catch {
    return false;
  }
}

const ofConnections = (number: number) => (number === 1 ? "the key of 1 connection" : `the keys of ${number} connections`);

function refusal(problems: string[]): Error {
  return new Error(
    `Credentials could not be opened:\n${problems.map((line) => `  ${line}`).join("\n")}\nRestore the key from its backup, or point the worker at the provider that holds it; see docs/operations/keys.md.`,
  );
}

/**
 * Looks whether the provider holds every root key that wraps anything, and whether each is the very key that wrapped it. For the start.
 * @throws Error that names each key which is missing or wrong, how many connections' keys it wraps, and what to do.
 */
export async function assertRootsHold(): Promise<void> {
  const wraps = await countWraps(keysDb());
  const provider = await keyProvider().catch((thrown: Error) => {
    const needed = [...wraps].map(([keyId, number]) => `root key ${keyId} wraps ${ofConnections(number)}`);
    throw needed.length > 0 ? refusal([thrown.message, ...needed]) : thrown;
  });
  const registered = new Map((await listRootKeys(keysDb())).map((root) => [root.keyId, root]));
  const problems: string[] = [];
  for (const [keyId, number] of wraps) {
    const root = registered.get(keyId);
    if (!(await provider.holds(keyId))) problems.push(`root key ${keyId} is missing: it wraps ${ofConnections(number)}`);
    else if (root && !(await isGenuine(provider, root)))
      problems.push(`root key ${keyId} is not the one of that name that wrapped ${ofConnections(number)}`);
  }
  if (problems.length > 0) throw refusal(problems);
}
