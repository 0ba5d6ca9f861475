import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { makeKeyring } from "@/lib/keys/make-keyring";
import { makeSigningPair } from "@/lib/keys/signing";
import { bundle } from "@/scripts/bundle.mjs";
import { childEnv } from "@/scripts/child-env";
import { root } from "@/scripts/root";

const folder = mkdtempSync(path.join(tmpdir(), "holdfast-reach-"));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;
const [web, other] = [65_534, 65_533];

const check = path.join(folder, "check.mjs");
buildSync({
  stdin: {
    contents: `
      import { assertKeyringOutOfReach } from "@/lib/keys/keyring-reach";
      const [dir, user] = process.argv.slice(2);
      if (user) { process.setgroups([]); process.setgid(Number(user)); process.setuid(Number(user)); }
      assertKeyringOutOfReach(dir);
    `,
    resolveDir: root,
  },
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  outfile: check,
});

async function givenKeyring(): Promise<string> {
  const dir = path.join(mkdtempSync(path.join(folder, "home-")), "keyring");
  chmodSync(path.dirname(dir), 0o755);
  await makeKeyring(dir);
  return dir;
}

/** What web's check says when it runs as this user, whom only root can become: nothing, where the keyring is out of reach. */
function checkAs(user: number | null, dir: string): string {
  const { status, stderr } = spawnSync(process.execPath, [check, dir, ...(user === null ? [] : [String(user)])], { encoding: "utf8" });
  return status === 0 ? "" : stderr;
}

test("the keyring's own user, and root, are refused", async () => {
  const dir = await givenKeyring();
  expect(checkAs(null, dir)).toMatch(/must not be able to read the keyring at .*keyring, but runs as .*chown -R holdfast-worker: /);
});

test.skipIf(!isRoot)("another user's keyring is out of reach until somebody lets this user in", async () => {
  const dir = await givenKeyring();
  expect(checkAs(web, dir)).toBe("");
  for (const mode of [0o704, 0o701, 0o702, 0o755]) {
    chmodSync(dir, mode);
    expect(checkAs(web, dir)).toContain(`runs as user ${web}, who can reach it`);
  }
  chmodSync(dir, 0o700);
  expect(checkAs(web, dir)).toBe("");
});

test.skipIf(!isRoot)("a keyring that web's user could give itself the right to is refused, as is one of its group", async () => {
  const dir = await givenKeyring();
  chmodSync(dir, 0o000);
  expect(checkAs(web, dir)).toBe("");
  chownSync(dir, web, other);
  expect(checkAs(web, dir)).toContain("who can reach it");
  chownSync(dir, other, web);
  expect(checkAs(web, dir)).toBe("");
  chmodSync(dir, 0o750);
  expect(checkAs(web, dir)).toContain("who can reach it");
});

test("a keyring that is not on this host, or behind a directory that cannot be entered, is out of reach", async () => {
  expect(checkAs(null, "/nowhere/keyring")).toBe("");
  if (!isRoot) return;
  const dir = await givenKeyring();
  chmodSync(dir, 0o755);
  chmodSync(path.dirname(dir), 0o700);
  expect(checkAs(web, dir)).toBe("");
});

const secret = "0123456789abcdef0123456789abcdef";
async function startWeb(settings: Record<string, string>): Promise<{ status: number | null; said: string }> {
  const { privateJwk, publicJwk } = await makeSigningPair();
  const env = childEnv({
    PORT: "0",
    PUBLIC_URL: "https://holdfast.test",
    WEB_DATABASE_URL: "postgres://holdfast_web@127.0.0.1:9/none",
    NEXTAUTH_SECRET: secret,
    FACTOR_KEY: `${"A".repeat(43)}=`,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: secret,
    ROW_SIGNING_KEY: JSON.stringify(privateJwk),
    LINK_PUBLIC_KEY: JSON.stringify(publicJwk),
    VAULT_PUBLIC_KEY: JSON.stringify(publicJwk),
    FEED_PUBLIC_KEY: JSON.stringify(publicJwk),
    LOG_PUBLIC_KEY: JSON.stringify(publicJwk),
    EVIDENCE_PUBLIC_KEY: JSON.stringify(publicJwk),
    STRIPE_PRICE_MONTHLY: "price_monthly",
    STRIPE_PRICE_UNIT: "price_unit",
    STRIPE_CHECKOUT_KEY: "rk_live_checkout",
    STRIPE_WEBHOOK_SECRETS: secret,
    ...settings,
  });
  try {
    const said = execFileSync(process.execPath, [await bundle("web")], {
      cwd: root,
      env,
      encoding: "utf8",
      stdio: "pipe",
      timeout: 25_000,
    });
    return { status: 0, said };
  } catch (thrown) {
    const { status = null, stderr = "" } = thrown as { status?: number | null; stderr?: string };
    return { status, said: stderr };
  }
}

test.each(["production", "staging"])("web does not start in %s when its user can read the keyring", async (environment) => {
  const { status, said } = await startWeb({ HOLDFAST_ENV: environment, KEYRING_DIR: await givenKeyring() });
  expect(status).toBe(1);
  expect(said).toContain("The website must not be able to read the keyring");
});

test("web does not start in production without knowing where the keyring would be", async () => {
  const { status, said } = await startWeb({ HOLDFAST_ENV: "production" });
  expect(status).toBe(1);
  expect(said).toContain("KEYRING_DIR: missing");
});
