import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { decode, encode } from "next-auth/jwt";
import postgres from "postgres";
import { afterAll, afterEach, expect, test } from "vitest";
import { closeDatabases, ownInstallation, transaction } from "@/db/client";
import { migrate } from "@/db/migrate";
import { schemas } from "@/lib/base/env";
import { checkIsolation } from "@/lib/oversight/isolation/check-isolation";
import { whyForeign } from "@/lib/oversight/isolation/why-foreign";
import { assertOwnInstallation } from "@/lib/vault/own-installation";
import { bindSecret } from "@/lib/web/cookie-secret";
import { bundle } from "@/scripts/bundle.mjs";
import { childEnv } from "@/scripts/child-env";
import { root } from "@/scripts/root";
import { asSuperuser } from "@/tests/support/superuser";
import { outcomeOf, startWorker } from "@/tests/support/worker-process";

const database = asSuperuser();
const keysUrl = new URL(process.env.KEYS_OWNER_DATABASE_URL ?? "");
const keys = postgres(keysUrl.href, { max: 1, onnotice: () => undefined });
const ring = join(process.env.KEYRING_DIR ?? "", "installation.json");
const [own] = await database<{ environment: string; id: string }[]>`select environment, id from installation`;
if (!own) throw new Error("a migrated database has no mark");
afterAll(() => Promise.all([database.end(), keys.end(), closeDatabases()]));
afterEach(async () => {
  await database`update installation set environment = ${own.environment}, id = ${own.id}`;
  await keys`update installation set environment = ${own.environment}, id = ${own.id}`;
  rmSync(ring, { force: true });
  await closeDatabases();
});

const nothing = async () => "read";
const read = () => transaction({ kind: "visitor" }, nothing);
const isForeign = expect.objectContaining({ name: "ForeignInstallation" });

test("both databases are marked alike when they are first migrated, and a later migration changes nothing of it", async () => {
  expect(own.environment).toBe("sandbox");
  expect(await keys`select environment, id from installation`).toEqual([own]);
  await migrate(process.env as unknown as Parameters<typeof migrate>[0]);
  expect(await database`select environment, id from installation`).toEqual([own]);
});

test("no role but the owner's can change the mark", async () => {
  for (const name of ["WEB_DATABASE_URL", "WORKER_DATABASE_URL", "PURGE_DATABASE_URL", "KEYS_DATABASE_URL"]) {
    const role = postgres(process.env[name] ?? "", { max: 1 });
    await expect(role`update installation set environment = 'staging'`).rejects.toThrow(/permission denied/);
    await role.end();
  }
});

test("a database of another environment is read by no transaction and not migrated; what it holds stays as it is", async () => {
  expect(await read()).toBe("read");
  await closeDatabases();
  await database`update installation set environment = 'production'`;
  await expect(read()).rejects.toThrow(/belongs to production, and this process to sandbox/);
  await expect(read()).rejects.toEqual(isForeign);
  for (const role of ["web", "purge"] as const) expect(await whyForeign(role)).toMatch(/belongs to production/);
  await database`delete from throttles`;
  const before = await database`select count(*)::int as policies from pg_policies`;
  await expect(migrate(process.env as unknown as Parameters<typeof migrate>[0])).rejects.toThrow(/belongs to production/);
  expect(await database`select count(*)::int as policies from pg_policies`).toEqual(before);
});

test("a database without a mark says that it has to be migrated", async () => {
  await database.begin(async (sql) => {
    await sql`alter table installation rename to mislaid`;
  });
  await closeDatabases();
  await expect(read()).rejects.toThrow(/npm run db:migrate/);
  await database`alter table mislaid rename to installation`;
});

test("the worker marks a keyring that has no mark once, and starts with neither another's keyring nor another's keys database", async () => {
  await assertOwnInstallation();
  expect(JSON.parse(readFileSync(ring, "utf8"))).toEqual({ environment: "sandbox", installation: own.id });
  await assertOwnInstallation();
  for (const [mark, why] of [
    [{ environment: "production", installation: own.id }, /keyring belongs to production/],
    [{ environment: "sandbox", installation: randomUUID() }, /keyring and the main database belong to different/],
  ] as const) {
    writeFileSync(ring, JSON.stringify(mark), { mode: 0o600 });
    await expect(assertOwnInstallation()).rejects.toThrow(why);
    expect(JSON.parse(readFileSync(ring, "utf8"))).toEqual(mark);
  }
  rmSync(ring);
  await keys`update installation set environment = 'production'`;
  await expect(assertOwnInstallation()).rejects.toThrow(/keys database belongs to production/);
  await keys`update installation set environment = 'sandbox', id = ${randomUUID()}`;
  await expect(assertOwnInstallation()).rejects.toThrow(/main database and the keys database belong to different/);
});

test("a cookie of one environment or installation opens nothing of another, though both have the same secret", async () => {
  const secret = "the same secret in both environments";
  const here = bindSecret(secret, await ownInstallation("web"));
  const cookie = await encode({ token: { sid: "a session" }, secret: here });
  expect(await decode({ token: cookie, secret: here })).toMatchObject({ sid: "a session" });
  for (const other of [
    { ...own, environment: "staging" },
    { ...own, id: randomUUID() },
  ])
    expect(await decode({ token: cookie, secret: bindSecret(secret, other) }).catch(() => null)).toBeNull();
});

test("clause 5d holds while all three marks agree, and turns red when any is missing or another's", async () => {
  expect(await checkIsolation()).toMatchObject({ result: "fails", looked: 3, seen: "without a mark: keyring" });
  await assertOwnInstallation();
  expect(await checkIsolation()).toMatchObject({ result: "holds", looked: 3 });
  await database`update installation set environment = 'production'`;
  expect(await checkIsolation()).toMatchObject({ result: "fails", seen: "the main database belongs to production" });
  await database`update installation set environment = 'sandbox'`;
  await keys`update installation set id = ${randomUUID()}`;
  expect(await checkIsolation()).toMatchObject({ result: "fails", seen: expect.stringContaining("different installations") });
  await keys`delete from installation`;
  expect(await checkIsolation()).toMatchObject({ result: "fails", seen: "without a mark: keys database" });
  await keys`insert into installation (environment, id) values (${own.environment}, ${own.id})`;
  expect((await checkIsolation()).result).toBe("holds");
});

test("web of staging ends with one plain line when it is given the sandbox's database", async () => {
  const settings = { HOLDFAST_ENV: "staging", PORT: "0", KEYRING_DIR: "/nowhere/keyring", PATH: process.env.PATH ?? "" };
  const given = Object.fromEntries(
    Object.keys(schemas.web.shape).flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  let ended: { status?: number | null; stdout?: string; stderr?: string } = {};
  try {
    execFileSync(process.execPath, [await bundle("web")], {
      cwd: root,
      env: childEnv({ ...given, ...settings }),
      encoding: "utf8",
      stdio: "pipe",
      timeout: 60_000,
    });
  } catch (thrown) {
    ended = thrown as typeof ended;
  }
  expect(ended.status).toBe(1);
  expect(`${ended.stdout}${ended.stderr}`).toContain("belongs to sandbox, and this process to staging");
});

test.each([
  ["main database", () => database`update installation set environment = 'production'`],
  ["keys database", () => keys`update installation set environment = 'production'`],
] as const)(
  "the worker ends with one plain line when the %s is another environment's, and has done nothing",
  { timeout: 120_000 },
  async (what, mark) => {
    await mark();
    const platforms = join(dirname(ring), "..", "no-platforms.json");
    writeFileSync(platforms, "{}");
    const { status, text } = await outcomeOf(await startWorker({ PLATFORMS: platforms }));
    expect(status).toBe(1);
    expect(text).toContain("belongs to production, and this process to sandbox");
    expect(text.trimEnd().split("\n"), `lines about the ${what}`).toHaveLength(1);
    expect(text).not.toContain("    at ");
    expect(existsSync(ring)).toBe(false);
  },
);
