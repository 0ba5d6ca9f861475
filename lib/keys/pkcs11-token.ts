import { readFileSync, statSync } from "node:fs";
import type { Pkcs11Settings } from "@/lib/base/env";
import { assertPrivate } from "@/lib/keys/local-keyring-files";
import { word, wordAt } from "@/lib/keys/pkcs11-attributes";
import { isAboutPin, isLost, Pkcs11Error } from "@/lib/keys/pkcs11-error";
import { loadModule, type Pkcs11Module, wordBytes } from "@/lib/keys/pkcs11-module";
import { listRootKeys, type Session, type TokenKey } from "@/lib/keys/pkcs11-root-keys";

const labelBytes = 32;
const tokenInfoBytes = 512;
const serialReadWrite = 2 + 4;
const ordinaryUser = 1;
const alreadyLoggedIn = 0x100;

/** A token that is logged in to, and the root keys seen in it at the last look, the newest first. */
export interface Token {
  readonly keys: readonly TokenKey[];
  /** Looks at the keys anew. */
  look(): Promise<readonly TokenKey[]>;
  /** Runs this alone on the session. Where session or handles turn out to be gone, all are opened anew, once, and it runs again. */
  use<Result>(work: (session: Session, keys: readonly TokenKey[]) => Promise<Result>): Promise<Result>;
}

async function findSlot(device: Pkcs11Module, label: string): Promise<bigint> {
  const count = word(0);
  // Only when it is asked for their number does a module look for slots anew.
  await device.call("C_GetSlotList", 1, null, count);
  const slots = Buffer.alloc(Number(wordAt(count)) * wordBytes);
  await device.call("C_GetSlotList", 1, slots, count);
  for (let index = 0; index < Number(wordAt(count)); index += 1) {
    const info = Buffer.alloc(tokenInfoBytes);
    await device.call("C_GetTokenInfo", wordAt(slots, index), info);
    if (info.toString("utf8", 0, labelBytes).trimEnd() === label) return wordAt(slots, index);
  }
  throw new Error(`The PKCS#11 module shows no token with the label ${label}: see PKCS11_TOKEN.`);
}

function readPin(file: string): Buffer {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new Error(`There is no file with the token's PIN at ${file}.`);
  assertPrivate(file);
  const bytes = readFileSync(file);
  const pin = Buffer.from(bytes.toString("utf8").trimEnd());
  bytes.fill(0);
  if (pin.length === 0) throw new Error(`${file} holds no PIN.`);
  return pin;
}

async function openSession(device: Pkcs11Module, { token, pinFile }: Pkcs11Settings): Promise<Session> {
  const pin = readPin(pinFile);
  try {
    const handle = word(0);
    await device.call("C_OpenSession", await findSlot(device, token), serialReadWrite, null, null, handle);
    const session = { device, handle: wordAt(handle) };
    try {
      await device.call("C_Login", session.handle, ordinaryUser, pin, pin.length);
    } catch (thrown) {
      if (thrown instanceof Pkcs11Error && thrown.code === alreadyLoggedIn) return session;
      await close(session);
      throw thrown;
    }
    return session;
  } finally {
    pin.fill(0);
  }
}

/** What is closed already, or was never there, needs no more. */
async function close({ device, handle }: Session): Promise<void> {
  await device.call("C_CloseSession", handle).catch(() => undefined);
}

/**
 * Opens the token of this label with the PIN in this file, which only this user may read.
 * @throws Error that says what to do; a PKCS#11 answer is in it by name (CKR_…), the PIN never. A refused PIN is not tried again.
 */
export async function openToken(settings: Pkcs11Settings): Promise<Token> {
  const device = await loadModule(settings.module);
  let keys: readonly TokenKey[] = [];
  let pinRefused = false;
  const open = async () => {
    if (pinRefused) throw new Error("The token refused its PIN. It is not tried again, for that could lock it: correct it and start anew.");
    try {
      const opened = await openSession(device, settings);
      keys = await listRootKeys(opened);
      return opened;
    } catch (thrown) {
      pinRefused = isAboutPin(thrown);
      throw thrown;
    }
  };
  let session = await open();
  let last: Promise<unknown> = Promise.resolve();

  const use: Token["use"] = (work) => {
    const turn = last.then(async () => {
      try {
        return await work(session, keys);
      } catch (thrown) {
        if (!isLost(thrown)) throw thrown;
        await close(session);
        session = await open();
        return await work(session, keys);
      }
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    get keys() {
      return keys;
    },
    look: () =>
      use(async (on) => {
        keys = await listRootKeys(on);
        return keys;
      }),
    use,
  };
}
