import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import type { KeyProvider } from "@/lib/keys/key-provider";
import { keyringProvider } from "@/lib/keys/local-keyring-provider";
import { makeKeyring } from "@/lib/keys/make-keyring";
import { template, word } from "@/lib/keys/pkcs11-attributes";
import { makeFirstTokenKey, pkcs11Provider } from "@/lib/keys/pkcs11-provider";
import { openToken } from "@/lib/keys/pkcs11-token";
import { keyProvider } from "@/lib/keys/provider";
import { makeSoftTokens, needsSoftHsm, type SoftToken, type SoftTokens } from "@/tests/support/soft-token";

const tokens: SoftTokens | null = needsSoftHsm() ? makeSoftTokens(16) : null;
afterAll(() => tokens?.remove());
afterEach(() => void vi.useRealTimers());

function givenToken(): SoftToken {
  if (!tokens) throw new Error("unreachable: skipped without SoftHSM2");
  return tokens.take();
}
async function given(): Promise<{ settings: SoftToken; provider: KeyProvider }> {
  const settings = givenToken();
  await makeFirstTokenKey(settings);
  return { settings, provider: await pkcs11Provider(settings) };
}

const plain = Buffer.from("a private key");
const context = "connection-key:a:1";
const wrap = (by: KeyProvider) => by.wrap(plain, context);
const opens = async (by: KeyProvider, { keyId, wrapped }: Awaited<ReturnType<typeof wrap>>) =>
  plain.equals(await by.unwrap(keyId, wrapped, context));
const refusalOf = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => "none",
    (thrown: unknown) => String(thrown),
  );

test("a key wrapped inside the token opens under its own context only, and only whole", async () => {
  const { provider } = await given();
  const { keyId, wrapped } = await wrap(provider);
  expect(keyId).toBe(provider.currentKeyId);
  expect(wrapped).toHaveLength(12 + plain.length + 16);
  expect(Buffer.from(wrapped).includes(plain)).toBe(false);
  expect((await wrap(provider)).wrapped).not.toEqual(wrapped);
  expect(await opens(provider, { keyId, wrapped })).toBe(true);
  await expect(provider.unwrap(keyId, wrapped, "connection-key:b:1")).rejects.toThrow(/damaged, or belongs elsewhere/);
  for (const at of [0, 14, wrapped.length - 1]) {
    const altered = Buffer.from(wrapped);
    altered[at] = (altered[at] ?? 0) ^ 1;
    await expect(provider.unwrap(keyId, altered, context)).rejects.toThrow(/damaged/);
  }
  for (const cut of [wrapped.subarray(0, -1), wrapped.subarray(0, 20), new Uint8Array()]) {
    await expect(provider.unwrap(keyId, cut, context)).rejects.toThrow(/damaged/);
  }
  await expect(provider.unwrap("other", wrapped, context)).rejects.toThrow(/lacks root key other/);
});

test("a key of any length is wrapped, under a context of any letters", async () => {
  const { provider } = await given();
  for (const [text, of] of [
    ["x", ""],
    ["y".repeat(8_192), "naïve ☂"],
  ] as const) {
    const { keyId, wrapped } = await provider.wrap(Buffer.from(text), of);
    expect(Buffer.from(await provider.unwrap(keyId, wrapped, of)).toString()).toBe(text);
    await expect(provider.unwrap(keyId, wrapped, `${of}.`)).rejects.toThrow(/damaged/);
  }
});

test("a hundred calls at once are answered each with its own", async () => {
  const { provider } = await given();
  const texts = Array.from({ length: 100 }, (_, index) => `key ${index}`);
  const wrapped = await Promise.all(texts.map((text) => provider.wrap(Buffer.from(text), text)));
  const opened = await Promise.all(wrapped.map((one, index) => provider.unwrap(one.keyId, one.wrapped, texts[index] ?? "")));
  expect(opened.map((bytes) => Buffer.from(bytes).toString())).toEqual(texts);
});

test("the root key cannot be read out of the token", async () => {
  const { settings } = await given();
  const token = await openToken(settings);
  await token.use(async ({ device, handle }, [key]) => {
    const room = Buffer.alloc(32);
    const value = { bytes: Buffer.concat([word(0x11), word(device.address(room)), word(room.length)]), pointsTo: [room] };
    await expect(device.call("C_GetAttributeValue", handle, key?.handle ?? 0, value, 1)).rejects.toThrow("CKR_ATTRIBUTE_SENSITIVE");
    expect(room.equals(Buffer.alloc(32))).toBe(true);
  });
});

test("a root key that could be copied out of the token is refused at the start", async () => {
  const { settings } = await given();
  const token = await openToken(settings);
  await token.use(async ({ device, handle }) => {
    const extractable = template(device, {
      class: 4,
      keyType: 0x1f,
      valueBytes: 32,
      label: "holdfast-root",
      id: "copied",
      token: true,
      sensitive: true,
      extractable: true,
    });
    const mechanism = Buffer.concat([word(0x1080), word(0), word(0)]);
    await device.call("C_GenerateKey", handle, mechanism, extractable, extractable.count, word(0));
  });
  await expect(pkcs11Provider(settings)).rejects.toThrow(/Root key copied could be copied out of the token/);
});

test("after a rotation the new key wraps, the older still opens, and another process finds the new one", async () => {
  const { settings, provider } = await given();
  const other = await pkcs11Provider(settings);
  const before = await wrap(provider);
  const keyId = await provider.makeKey();
  const after = await wrap(provider);
  expect([provider.currentKeyId, after.keyId]).toEqual([keyId, keyId]);
  expect([await opens(provider, before), await opens(provider, after)]).toEqual([true, true]);
  expect(other.currentKeyId).toBe(before.keyId);
  expect(await opens(other, after)).toBe(true);
  expect(other.currentKeyId).toBe(keyId);
});

test("the newest root key is the current one even where the clock was put back before it was made", async () => {
  const { settings, provider } = await given();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 86_400_000 });
  const later = await provider.makeKey();
  expect((await pkcs11Provider(settings)).currentKeyId).toBe(later);
});

test("a destroyed root key opens nothing any more, and no process wraps by it; the one in use is not destroyed", async () => {
  const { settings, provider } = await given();
  const other = await pkcs11Provider(settings);
  const elder = await wrap(provider);
  await expect(provider.destroyKey(elder.keyId)).rejects.toThrow(/is the one in use/);
  const keyId = await provider.makeKey();
  await provider.destroyKey(elder.keyId);
  await provider.destroyKey(elder.keyId);
  expect([await provider.holds(elder.keyId), await provider.holds(keyId)]).toEqual([false, true]);
  await expect(opens(provider, elder)).rejects.toThrow(`lacks root key ${elder.keyId}`);
  expect((await wrap(other)).keyId).toBe(keyId);
  await expect(opens(other, elder)).rejects.toThrow(`lacks root key ${elder.keyId}`);
});

test("a first key is made once", async () => {
  const { settings, provider } = await given();
  expect(await makeFirstTokenKey(settings)).toBe(provider.currentKeyId);
});

test("a session that the device has ended is opened anew", async () => {
  const { settings, provider } = await given();
  const wrapped = await wrap(provider);
  tokens?.endSessions(settings);
  expect(await opens(provider, wrapped)).toBe(true);
  tokens?.endSessions(settings);
  const both = await Promise.all([wrap(provider), wrap(provider)]);
  expect(await Promise.all(both.map((one) => opens(provider, one)))).toEqual([true, true]);
});

test("a PIN that was refused is named by its code, never shown, and not tried again", async () => {
  const { settings, provider } = await given();
  tokens?.endSessions(settings);
  writeFileSync(settings.pinFile, "not-the-pin-at-all", { mode: 0o600 });
  const refusal = await refusalOf(wrap(provider));
  expect(refusal).toContain("C_Login answered CKR_PIN_INCORRECT");
  expect(refusal).not.toContain("not-the-pin");
  writeFileSync(settings.pinFile, settings.pin);
  expect(await refusalOf(wrap(provider))).toContain("could lock it");
  expect(await opens(await pkcs11Provider(settings), await wrap(await pkcs11Provider(settings)))).toBe(true);
});

test("what is missing is named, with its setting", async () => {
  const { settings } = await given();
  const { pin, ...rest } = settings;
  const refusals = {
    module: await refusalOf(pkcs11Provider({ ...rest, module: "/nowhere/module.so" })),
    notAModule: await refusalOf(pkcs11Provider({ ...rest, module: rest.pinFile })),
    token: await refusalOf(pkcs11Provider({ ...rest, token: "no such token" })),
    pinFile: await refusalOf(pkcs11Provider({ ...rest, pinFile: "/nowhere/pin" })),
    rootKey: await refusalOf(pkcs11Provider(givenToken())),
  };
  expect(refusals).toEqual({
    module: expect.stringMatching(/no PKCS#11 module at \/nowhere\/module\.so: see PKCS11_MODULE/),
    notAModule: expect.stringMatching(/is no PKCS#11 module that can be loaded here/),
    token: expect.stringMatching(/no token with the label no such token: see PKCS11_TOKEN/),
    pinFile: expect.stringMatching(/no file with the token's PIN at \/nowhere\/pin/),
    rootKey: expect.stringMatching(/holds no root key.*keys -- make/),
  });
  for (const refusal of Object.values(refusals)) expect(refusal).not.toContain(pin);
});

test("a PIN file that others can read is refused, with the remedy", async () => {
  const { settings } = await given();
  chmodSync(settings.pinFile, 0o640);
  await expect(pkcs11Provider(settings)).rejects.toThrow(/can be read or changed by other users \(mode 640\).*chmod/);
});

test("keys move from the keyring to the token: what the keyring wrapped opens until it is retired, and the token wraps all that is new", async () => {
  const { settings } = await given();
  const dir = mkdtempSync(path.join(tmpdir(), "holdfast-elders-"));
  await makeKeyring(dir);
  const before = await wrap(keyringProvider(dir));
  vi.stubEnv("KEYRING_DIR", dir);
  vi.stubEnv("KEY_PROVIDER", "pkcs11");
  vi.stubEnv("PKCS11_MODULE", settings.module);
  vi.stubEnv("PKCS11_TOKEN", settings.token);
  vi.stubEnv("PKCS11_PIN_FILE", settings.pinFile);
  const provider = await keyProvider();
  vi.unstubAllEnvs();
  const after = await wrap(provider);
  expect(after.keyId).not.toBe(before.keyId);
  expect([await provider.holds(before.keyId), await opens(provider, before), await opens(provider, after)]).toEqual([true, true, true]);
  await provider.destroyKey(before.keyId);
  expect(readdirSync(dir).filter((name) => name.startsWith("root"))).toEqual([]);
  expect([await provider.holds(before.keyId), await opens(provider, after)]).toEqual([false, true]);
  await expect(opens(provider, before)).rejects.toThrow(`lacks root key ${before.keyId}`);
  rmSync(dir, { recursive: true });
});

test("making a keyring beside a token makes no root key in it", async () => {
  const dir = mkdtempSync(path.join(tmpdir(), "holdfast-beside-"));
  await makeKeyring(dir, { rootKey: false });
  expect(readdirSync(dir).filter((name) => name.startsWith("root"))).toEqual([]);
  expect(readdirSync(dir)).toContain("vault-signing.json");
  rmSync(dir, { recursive: true });
});
