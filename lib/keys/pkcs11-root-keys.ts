import { randomBytes } from "node:crypto";
import { aesKeyType, answeredBytes, secretKeyClass, template, word, wordAt } from "@/lib/keys/pkcs11-attributes";
import type { Pkcs11Module, Structure } from "@/lib/keys/pkcs11-module";
import { newestFirst, newRootKeyId } from "@/lib/keys/root-key-id";

export const rootKeyLabel = "holdfast-root";
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const aesKeyGen = 0x1080;
const aesGcm = 0x1087;
const mostKeys = 100;
const mostIdBytes = 64;

/** A root key in a token: only its handle is ever in this process. */
export interface TokenKey {
  kid: string;
  handle: bigint;
}

/** An open session, logged in. One call at a time. */
export interface Session {
  device: Pkcs11Module;
  handle: bigint;
}

async function describe({ device, handle }: Session, key: bigint): Promise<TokenKey> {
  const room = { id: Buffer.alloc(mostIdBytes), sensitive: Buffer.alloc(1), extractable: Buffer.alloc(1), keyType: Buffer.alloc(8) };
  const wanted = template(device, room);
  await device.call("C_GetAttributeValue", handle, key, wanted, wanted.count);
  const kid = room.id.toString("utf8", 0, answeredBytes(wanted, 0));
  if (kid === "" || Number(wordAt(room.keyType)) !== aesKeyType)
    throw new Error(`A key labelled ${rootKeyLabel} has no id or is not of AES: remove it from the token or give it another label.`);
  if (room.sensitive[0] !== 1 || room.extractable[0] !== 0)
    throw new Error(
      `Root key ${kid} could be copied out of the token (CKA_EXTRACTABLE, or not CKA_SENSITIVE), which makes the device pointless. ` +
        "Let this service make its keys: npm run keys -- make",
    );
  return { kid, handle: key };
}

/**
 * The root keys of the token, the newest first.
 * @throws Error when one of them could be taken out of the device, or when two have one id.
 */
export async function listRootKeys(session: Session): Promise<TokenKey[]> {
  const { device, handle } = session;
  const found = Buffer.alloc(mostKeys * 8);
  const count = word(0);
  const like = template(device, { class: secretKeyClass, token: true, label: rootKeyLabel });
  await device.call("C_FindObjectsInit", handle, like, like.count);
  try {
    await device.call("C_FindObjects", handle, found, mostKeys, count);
  } finally {
    await device.call("C_FindObjectsFinal", handle);
  }
  const keys: TokenKey[] = [];
  for (let index = 0; index < Number(wordAt(count)); index += 1) keys.push(await describe(session, wordAt(found, index)));
  const twice = keys.find(({ kid }, index) => keys.findIndex((other) => other.kid === kid) !== index);
  if (twice) throw new Error(`The token holds two root keys with the id ${twice.kid}: remove the one that is not in use.`);
  return newestFirst(keys);
}

/** Makes an AES-256 key inside the token, which never leaves it. Returns its id. */
export async function generateRootKey({ device, handle }: Session, elders: readonly TokenKey[]): Promise<string> {
  const kid = newRootKeyId(elders.map((key) => key.kid));
  const form = template(device, {
    class: secretKeyClass,
    keyType: aesKeyType,
    valueBytes: keyBytes,
    label: rootKeyLabel,
    id: kid,
    token: true,
    private: true,
    sensitive: true,
    extractable: false,
    encrypt: true,
    decrypt: true,
    wrap: false,
    unwrap: false,
    sign: false,
    verify: false,
    derive: false,
  });
  const mechanism = Buffer.concat([word(aesKeyGen), word(0), word(0)]);
  await device.call("C_GenerateKey", handle, mechanism, form, form.count, word(0));
  return kid;
}

export async function destroyTokenKey({ device, handle }: Session, key: TokenKey): Promise<void> {
  await device.call("C_DestroyObject", handle, key.handle);
}

/** CKM_AES_GCM with its CK_GCM_PARAMS. */
function gcm({ address }: Pkcs11Module, iv: Buffer, context: string): Structure {
  const aad = Buffer.from(context);
  const parameters = Buffer.concat([address(iv), ivBytes, ivBytes * 8, address(aad), aad.length, tagBytes * 8].map(word));
  return {
    bytes: Buffer.concat([word(aesGcm), word(address(parameters)), word(parameters.length)]),
    pointsTo: [parameters, iv, aad],
  };
}

async function run(on: Session, call: "C_Encrypt" | "C_Decrypt", key: TokenKey, iv: Buffer, input: Buffer, context: string) {
  const { device, handle } = on;
  const output = Buffer.alloc(input.length + tagBytes);
  const length = word(output.length);
  await device.call(`${call}Init`, handle, gcm(device, iv, context), key.handle);
  await device.call(call, handle, input, input.length, output, length);
  return output.subarray(0, Number(wordAt(length)));
}

/** As `encrypt` of lib/keys/aead.ts, by a key inside the token: nonce, ciphertext and 128-bit tag, one after the other. */
export async function encryptByToken(on: Session, key: TokenKey, plain: Uint8Array, context: string): Promise<Buffer> {
  const iv = randomBytes(ivBytes);
  const input = Buffer.from(plain);
  try {
    return Buffer.concat([iv, await run(on, "C_Encrypt", key, iv, input, context)]);
  } finally {
    input.fill(0);
  }
}

/** @throws Pkcs11Error when the bytes, the key or the context are not those of `encryptByToken`. */
export async function decryptByToken(on: Session, key: TokenKey, sealed: Uint8Array, context: string): Promise<Buffer> {
  const bytes = Buffer.from(sealed);
  if (bytes.length < ivBytes + tagBytes) throw new Error("too short to be a ciphertext");
  return await run(on, "C_Decrypt", key, bytes.subarray(0, ivBytes), bytes.subarray(ivBytes), context);
}
