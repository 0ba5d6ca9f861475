import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { readKeyring } from "@/lib/keys/local-keyring";
import { keyringProvider } from "@/lib/keys/local-keyring-provider";
import { makeKeyring } from "@/lib/keys/make-keyring";
import { root } from "@/scripts/root";

const folder = mkdtempSync(path.join(tmpdir(), "holdfast-place-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(folder, "parent-"));
});

/** A keyring moved, after its making, to a place where none would have been made. */
async function movedTo(dir: string): Promise<string> {
  const good = path.join(mkdtempSync(path.join(folder, "good-")), "keyring");
  await makeKeyring(good);
  mkdirSync(path.dirname(dir), { recursive: true });
  renameSync(good, dir);
  return dir;
}

/** What its readers and its maker say of a keyring that they must refuse. */
async function refusalsOf(dir: string): Promise<string[]> {
  const attempts = [async () => readKeyring(dir), async () => keyringProvider(dir), () => makeKeyring(dir)];
  return await Promise.all(
    attempts.map((attempt) =>
      attempt().then(
        () => "none",
        (thrown: unknown) => String(thrown),
      ),
    ),
  );
}
const all = (why: RegExp): string[] => Array(3).fill(expect.stringMatching(why));

test("no keyring is made inside the repository, however deep", async () => {
  const dir = path.join(root, "dist", "no-such-folder", "keyring");
  await expect(makeKeyring(dir)).rejects.toThrow(new RegExp(`inside Holdfast's own directory ${root}.*name it in KEYRING_DIR`));
  expect(existsSync(dir)).toBe(false);
});

test("a keyring inside a copy of the repository is refused", async () => {
  writeFileSync(path.join(parent, "package.json"), JSON.stringify({ name: "holdfast" }));
  expect(await refusalsOf(await movedTo(path.join(parent, "deeper", "keyring")))).toEqual(all(/inside Holdfast's own directory/));
});

test("another program's package above it is no reason to refuse", async () => {
  writeFileSync(path.join(parent, "package.json"), JSON.stringify({ name: "other" }));
  const dir = await movedTo(path.join(parent, "keyring"));
  expect(readKeyring(dir).signing("log-signing").crv).toBe("Ed25519");
});

test("a keyring inside PostgreSQL's data directory, or that is one, is refused", async () => {
  const dir = await movedTo(path.join(parent, "data", "base", "keyring"));
  writeFileSync(path.join(parent, "data", "PG_VERSION"), "18\n");
  expect(await refusalsOf(dir)).toEqual(all(/inside PostgreSQL's data directory .*data\. Move the keyring/));
  rmSync(path.join(parent, "data", "PG_VERSION"));
  writeFileSync(path.join(dir, "PG_VERSION"), "18\n");
  expect(await refusalsOf(dir)).toEqual(all(/inside PostgreSQL's data directory/));
});

test("a link that leads to a bad place is followed", async () => {
  const dir = await movedTo(path.join(parent, "data", "keyring"));
  writeFileSync(path.join(parent, "data", "PG_VERSION"), "18\n");
  const link = path.join(folder, "link");
  symlinkSync(dir, link);
  expect(await refusalsOf(link)).toEqual(all(/inside PostgreSQL's data directory/));
});

test("a keyring under a directory that every user can change is refused, unless only owners may remove there", async () => {
  const dir = await movedTo(path.join(parent, "keyring"));
  chmodSync(parent, 0o777);
  expect(await refusalsOf(dir)).toEqual(all(/which every user can change \(mode 777\).*chmod o-w/));
  chmodSync(parent, 0o1777);
  expect(readKeyring(dir).signing("log-signing").crv).toBe("Ed25519");
});
