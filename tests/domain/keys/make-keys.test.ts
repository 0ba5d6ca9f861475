import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { signWith, verifySigned } from "@/lib/keys/signing";
import { root } from "@/scripts/root";

const home = mkdtempSync(join(tmpdir(), "holdfast-keys-"));
const keyring = join(home, "keyring");
afterAll(() => rmSync(home, { recursive: true }));

/** What the keys command prints, as a shell would read it: a setting a line. */
function keys(command: string): Record<string, string> {
  const printed = execFileSync(process.execPath, ["scripts/run.mjs", "keys", command], {
    cwd: root,
    env: { ...process.env, KEYRING_DIR: keyring },
    encoding: "utf8",
    stdio: "pipe",
  });
  return Object.fromEntries([...printed.matchAll(/^(\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]));
}

test("making keys twice gives the same public keys, and prints no private one", () => {
  const first = keys("make");
  expect(Object.keys(first)).toEqual(["LINK_PUBLIC_KEY", "VAULT_PUBLIC_KEY", "FEED_PUBLIC_KEY", "LOG_PUBLIC_KEY", "EVIDENCE_PUBLIC_KEY"]);
  expect(Object.values(first).map((key) => Object.keys(JSON.parse(key)))).toEqual([
    ["kty", "crv", "x"],
    ["kty", "crv", "x"],
    ["kid", "kty", "crv", "x"],
    ["kty", "crv", "x"],
    ["kty", "crv", "x"],
  ]);
  expect(keys("make")).toEqual(first);
});

test("a keyring that others can read is refused", () => {
  keys("make");
  chmodSync(keyring, 0o755);
  expect(() => keys("make")).toThrow(keyring);
  chmodSync(keyring, 0o700);
});

test("what web signs with the row key that was printed, the worker verifies with the other half", async () => {
  const { ROW_SIGNING_KEY = "", ROW_PUBLIC_KEY = "" } = keys("row");
  const signed = await signWith(JSON.parse(ROW_SIGNING_KEY), "a row");
  expect(await verifySigned(JSON.parse(ROW_PUBLIC_KEY), signed)).toBe("a row");
});
