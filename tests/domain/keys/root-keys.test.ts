import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import type { KeyProvider } from "@/lib/keys/key-provider";
import { keyringProvider } from "@/lib/keys/local-keyring-provider";
import { makeKeyring } from "@/lib/keys/make-keyring";

const folder = mkdtempSync(path.join(tmpdir(), "holdfast-roots-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => void vi.useRealTimers());

let dir: string;
let provider: KeyProvider;
beforeEach(async () => {
  dir = mkdtempSync(path.join(folder, "ring-"));
  await makeKeyring(dir);
  provider = keyringProvider(dir);
});

const plain = Buffer.from("a private key");
const wrap = (by = provider) => by.wrap(plain, "of a connection");
const opens = async ({ keyId, wrapped }: Awaited<ReturnType<typeof wrap>>, by = provider) =>
  plain.equals(await by.unwrap(keyId, wrapped, "of a connection"));
const keyOnDisk = (keyId: string) => readdirSync(dir).some((name) => readFileSync(path.join(dir, name), "utf8").includes(keyId));

test("after a rotation new keys are wrapped by the new root key, and those wrapped before still open", async () => {
  const before = await wrap();
  const keyId = await provider.makeKey();
  expect(provider.currentKeyId).toBe(keyId);
  const after = await wrap();
  expect([before.keyId === keyId, after.keyId === keyId]).toEqual([false, true]);
  expect([await opens(before), await opens(after)]).toEqual([true, true]);
  for (const name of readdirSync(dir)) expect(statSync(path.join(dir, name)).mode & 0o777).toBe(0o600);
});

test("another process opens at once what a root key that it has not seen wrapped, and then uses that key too", async () => {
  const other = keyringProvider(dir);
  const first = other.currentKeyId;
  const keyId = await provider.makeKey();
  expect([other.currentKeyId, (await wrap(other)).keyId]).toEqual([first, first]);
  expect(await opens(await wrap(), other)).toBe(true);
  expect(other.currentKeyId).toBe(keyId);
});

test("two processes that rotate at once lose neither key", async () => {
  const other = keyringProvider(dir);
  const made = await Promise.all([provider.makeKey(), other.makeKey()]);
  const third = keyringProvider(dir);
  expect(await Promise.all(made.map((keyId) => third.holds(keyId)))).toEqual([true, true]);
  expect(third.currentKeyId).toBe(made.toSorted().at(-1));
});

test("the newest root key is the current one even where the clock was put back before it was made", async () => {
  const ahead = await provider.makeKey();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 86_400_000 });
  const later = await provider.makeKey();
  expect(keyringProvider(dir).currentKeyId).toBe(later);
  expect(later > ahead).toBe(true);
});

test("a root key whose id says nothing of its age is older than any that was made since", async () => {
  const file = path.join(dir, "root.json");
  writeFileSync(file, readFileSync(file, "utf8").replace(provider.currentKeyId, "zzzzzzzzzzzz"));
  expect(keyringProvider(dir).currentKeyId).toBe("zzzzzzzzzzzz");
  const keyId = await keyringProvider(dir).makeKey();
  expect(keyringProvider(dir).currentKeyId).toBe(keyId);
});

test("a destroyed root key is gone from the disk and opens nothing; destroying it again changes nothing", async () => {
  const elder = await wrap();
  await provider.makeKey();
  await provider.destroyKey(elder.keyId);
  await provider.destroyKey(elder.keyId);
  expect(keyOnDisk(elder.keyId)).toBe(false);
  expect(await provider.holds(elder.keyId)).toBe(false);
  await expect(opens(elder)).rejects.toThrow(`The keyring lacks root key ${elder.keyId}.`);
  expect(await opens(await wrap())).toBe(true);
});

test("a process that has not seen its root key destroyed wraps nothing more by it", async () => {
  const other = keyringProvider(dir);
  const elder = other.currentKeyId;
  const keyId = await provider.makeKey();
  await provider.destroyKey(elder);
  expect((await wrap(other)).keyId).toBe(keyId);
  expect(await other.holds(elder)).toBe(false);
});

test("the root key in use is not destroyed", async () => {
  await expect(provider.destroyKey(provider.currentKeyId)).rejects.toThrow(/is the one in use/);
  expect(await opens(await wrap())).toBe(true);
});

test("what a crash in the middle of a rotation leaves behind is neither read nor in the way", async () => {
  const whole = provider.currentKeyId;
  writeFileSync(path.join(dir, ".root-x.json.0a1b2c"), '{"keys":[{"kid":"20', { mode: 0o600 });
  expect(keyringProvider(dir).currentKeyId).toBe(whole);
  expect(await keyringProvider(dir).makeKey()).not.toBe(whole);
});

test("making a keyring again makes no root key where the first one has been retired", async () => {
  const first = provider.currentKeyId;
  const keyId = await provider.makeKey();
  await provider.destroyKey(first);
  await makeKeyring(dir);
  expect(keyringProvider(dir).currentKeyId).toBe(keyId);
});
