import { createHash, randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import postgres from "postgres";
import { afterAll, expect, test, vi } from "vitest";
import { asOwner } from "@/db/backup/snapshot";
import { exportCheckpoints } from "@/lib/audit/export-checkpoints";
import { dayMs, later } from "@/lib/base/clock";
import { publishConnectionKey } from "@/lib/connections/publish-connection-key";
import { eraseAccount } from "@/lib/membership/erase-account";
import { requestErasure } from "@/lib/membership/request-erasure";
import { drillRestore } from "@/lib/oversight/backups/drill-restore";
import { stampOf } from "@/lib/oversight/backups/dump-database";
import type { Manifest } from "@/lib/oversight/backups/manifest";
import { BackupUnfit, findBackups, openBackup } from "@/lib/oversight/backups/open-backup";
import { restore, type Step } from "@/lib/oversight/backups/restore";
import { giveRights } from "@/lib/oversight/backups/scratch-databases";
import { takeBackup } from "@/lib/oversight/backups/take-backup";
import { readKeptOutside } from "@/scripts/backup/read-kept";
import { root } from "@/scripts/root";
import { givenLines } from "@/tests/domain/audit/given-log";
import { connectionRow, givenKey } from "@/tests/domain/support/given-connection";
import { givenSandbox } from "@/tests/domain/support/given-sandbox";
import { givenMember, host } from "@/tests/support/members";
import { superuserUrl, tamperWith } from "@/tests/support/superuser";

vi.setConfig({ testTimeout: 120_000 });
const { database } = await givenSandbox();
const directory = mkdtempSync(join(tmpdir(), "holdfast-backups-"));
process.env.CHECKPOINT_DIR = mkdtempSync(join(tmpdir(), "holdfast-kept-"));
afterAll(() => {
  for (const one of [directory, process.env.CHECKPOINT_DIR ?? ""]) rmSync(one, { recursive: true, force: true });
});

const live = { main: process.env.DATABASE_URL ?? "", keys: process.env.KEYS_OWNER_DATABASE_URL ?? "", db: join(root, "db") };
const steps: string[] = [];
const step: Step = async (name, work) => {
  const { result, found } = await work();
  steps.push(`${name}: ${found}`);
  return result;
};
const place = (name: string) => ({ to: join(directory, name), keysTo: join(directory, name) });
const drill = async (from: { main: string; keys: string } | null) => {
  const { erased, logOf } = await readKeptOutside(undefined, undefined);
  await drillRestore(host, live, { from, erased, logOf, step });
};
const runs = () => database`select kind, result, failed_at, rows from backup_runs order by finished_at desc`;

test("a backup holds every row of one moment, its files are this user's alone, and the keys are in none of the main one's", async () => {
  const { connectionId } = await givenKey();
  await givenLines(3);
  await exportCheckpoints();
  vi.useRealTimers();
  const { main, keys } = await takeBackup(host, live, place("whole"));
  for (const { directory: made, manifest } of [main, keys]) {
    const names = readdirSync(made);
    expect(names.toSorted()).toEqual(["manifest.json", ...manifest.tables.map(({ file }) => file)].toSorted());
    expect(names.every((name) => (statSync(join(made, name)).mode & 0o777) === 0o600)).toBe(true);
  }
  const tables = await database`select tablename from pg_tables where schemaname = 'public'`;
  expect(main.manifest.tables).toHaveLength(tables.length);
  expect(main.manifest.tables.map(({ name }) => name)).not.toContain("connection_keys");
  const rowsIn = (backup: typeof keys, table: string) => gunzipSync(readFileSync(join(backup.directory, `${table}.copy.gz`))).toString();
  expect(rowsIn(keys, "connection_keys")).toContain(connectionId);
  expect(rowsIn(main, "connections")).toContain(connectionId);
  const [line] = await database`select facts, actor from access_lines where act = 'backup.take' order by id desc limit 1`;
  expect(line).toMatchObject({ actor: "host:test", facts: { main: main.digest, keys: keys.digest } });
});

test("a rehearsal puts it back, proves its rows and its log, drops what it made, and is written down", async () => {
  steps.length = 0;
  await drill({ main: join(directory, "whole"), keys: join(directory, "whole") });
  expect(steps.map((text) => text.replace(/:.*/, ""))).toEqual([
    "files held against their manifests",
    "main",
    "main",
    "main",
    "keys",
    "keys",
    "keys",
    "access log",
    "what the backup cannot know",
    "rights",
  ]);
  expect(steps.join("\n")).toMatch(/access log: \d+ lines, kept checkpoints vouch through [1-9]/);
  expect((await runs())[0]).toMatchObject({ kind: "drill", result: "done", failed_at: null });
  expect(await database`select datname from pg_database where starts_with(datname, 'holdfast_drill_')`).toEqual([]);
  steps.length = 0;
  await drill(null);
  expect(steps[0]).toMatch(/^backup: /);
});

test.each<[string, (made: string) => void, RegExp]>([
  [
    "a flipped byte",
    (made) => {
      const bytes = readFileSync(join(made, "accounts.copy.gz"));
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      writeFileSync(join(made, "accounts.copy.gz"), bytes);
    },
    /accounts\.copy\.gz was altered/,
  ],
  ["a file that is missing", (made) => rmSync(join(made, "access_lines.copy.gz")), /access_lines\.copy\.gz is missing/],
  ["a file that was cut", (made) => truncateSync(join(made, "accounts.copy.gz"), 30), /accounts\.copy\.gz has 30 bytes/],
  ["a file too many", (made) => writeFileSync(join(made, "more.copy.gz"), ""), /more\.copy\.gz is not in the manifest/],
  ["no manifest", (made) => rmSync(join(made, "manifest.json")), /manifest\.json is missing/],
  ["a manifest that is none", (made) => writeFileSync(join(made, "manifest.json"), "{}"), /manifest\.json is no manifest/],
])("a backup with %s is refused by name", async (_, spoil, because) => {
  const { main } = await findBackups(join(directory, "whole"), join(directory, "whole"));
  const made = join(directory, randomBytes(4).toString("hex"));
  cpSync(main, made, { recursive: true });
  spoil(made);
  await expect(openBackup(made, "main")).rejects.toThrow(BackupUnfit);
  await expect(openBackup(made, "main")).rejects.toThrow(because);
});

test("rows that a unique index refuses are told by their table, and so is a row that points at none", async () => {
  const { main } = await findBackups(join(directory, "whole"), join(directory, "whole"));
  const spoilt = (table: string, spoil: (rows: string) => string) => {
    const made = join(directory, randomBytes(4).toString("hex"));
    cpSync(main, made, { recursive: true });
    const file = join(made, `${table}.copy.gz`);
    const rows = gzipSync(spoil(gunzipSync(readFileSync(file)).toString()));
    writeFileSync(file, rows);
    const text = JSON.parse(readFileSync(join(made, "manifest.json"), "utf8")) as Manifest;
    const entry = text.tables.find(({ name }) => name === table);
    Object.assign(entry ?? {}, { bytes: rows.length, sha256: createHash("sha256").update(rows).digest("hex") });
    writeFileSync(join(made, "manifest.json"), JSON.stringify(text));
    return { main: made, keys: join(directory, "whole") };
  };
  await expect(drill(spoilt("accounts", (rows) => rows + rows))).rejects.toThrow(/the table accounts does not take its rows/);
  await expect(drill(spoilt("accounts", () => ""))).rejects.toThrow(/foreign key/);
});

test("a copy that breaks off leaves nothing that looks like a backup", async () => {
  await database`create table zz_closed (id int)`;
  try {
    await expect(takeBackup(host, live, place("broken"))).rejects.toThrow(/permission denied/);
  } finally {
    await database`drop table zz_closed`;
  }
  expect(readdirSync(join(directory, "broken"))).toEqual([]);
});

test("a log that was altered before the backup fails the rehearsal, which says at which step and leaves no database", async () => {
  const alter = (from: string, to: string) =>
    tamperWith(database)((sql) => sql`update access_lines set object = ${to} where object = ${from}`);
  await alter("thing:1", "thing:9");
  try {
    await expect(drill(null)).rejects.toThrow(/access log is broken at place \d+: line_altered/);
  } finally {
    await alter("thing:9", "thing:1");
  }
  expect((await runs())[0]).toMatchObject({ kind: "drill", result: "failed", failed_at: "access log" });
  expect(await database`select datname from pg_database where starts_with(datname, 'holdfast_drill_')`).toEqual([]);
});

test("backups of the keys older than seven days are deleted with the next one; others are not touched", async () => {
  const at = (days: number) => `keys-${stampOf(later(new Date(), -days * dayMs))}`;
  for (const name of [at(8), at(6), "keys-mine"]) cpSync(join(directory, "whole"), join(directory, "aged", name), { recursive: true });
  const { dropped, keys } = await takeBackup(host, live, place("aged"));
  expect(dropped).toEqual([at(8)].map((name) => expect.stringContaining(name.slice(0, 12))));
  expect(readdirSync(join(directory, "aged")).filter((name) => name.startsWith("keys-"))).toHaveLength(3);
  expect(keys.manifest.tables.map(({ name }) => name)).toEqual(["connection_keys", "credential_floors", "installation", "root_keys"]);
});

/** Two empty databases, put back into from the backups in a directory; `work` sees the main one past all rights. */
async function putBack(from: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const found = await findBackups(from, from);
  const backups = { main: await openBackup(found.main, "main"), keys: found.keys ? await openBackup(found.keys, "keys") : null };
  const names = { main: `restored_${randomBytes(4).toString("hex")}`, keys: `restored_${randomBytes(4).toString("hex")}` };
  const url = (of: string, name: string) => Object.assign(new URL(of), { pathname: `/${name}` }).href;
  const into = { main: url(live.main, names.main), keys: url(live.keys, names.keys), db: live.db };
  const { erased, logOf } = await readKeptOutside(undefined, undefined);
  await asOwner(live.main, async (owner) => {
    for (const name of Object.values(names)) await owner`create database ${owner(name)}`;
  });
  try {
    await restore(into, { ...backups, erased, log: await logOf(backups.main) }, step);
    await giveRights(into);
    await expect(restore(into, { ...backups, erased: [], log: await logOf(backups.main) }, step)).rejects.toThrow(/not empty/);
    const root = url(superuserUrl(), names.main);
    const sql = postgres(root, { max: 1, onnotice: () => undefined });
    await work(sql).finally(() => sql.end());
  } finally {
    await asOwner(live.main, async (owner) => {
      for (const name of Object.values(names)) await owner`drop database if exists ${owner(name)} with (force)`;
    });
  }
}

test("who was erased after the backup is erased again; sessions end; a login whose key is lost is asked for once more", async () => {
  const gone = await givenMember();
  const stays = await givenKey();
  const later = await givenKey();
  await takeBackup(host, live, place("before"));
  await requestErasure({ accountId: gone.accountId, email: gone.email }, gone.email);
  await eraseAccount(gone.accountId);
  // The key of a connection is replaced after the main database was copied, and the keys are copied once more: the older key is not in them.
  await database`update connections set state = 'awaiting_key', key_id = null, public_key = null, key_statement = null, next_poll_at = now() where id = ${later.connectionId}`;
  await publishConnectionKey(later.connectionId);
  const { keys } = await takeBackup(host, live, place("after"));
  const mixed = join(directory, "mixed");
  cpSync((await findBackups(join(directory, "before"), join(directory, "before"))).main, join(mixed, "main-1"), { recursive: true });
  cpSync(keys.directory, join(mixed, "keys-1"), { recursive: true });
  const before = await connectionRow(stays.connectionId);

  await putBack(mixed, async (sql) => {
    expect(await sql`select state, role from accounts where id = ${gone.accountId}`).toEqual([{ state: "erased", role: null }]);
    expect(await sql`select kind from requests where account_id = ${gone.accountId} and kind = 'erase-account'`).toHaveLength(1);
    expect(await sql`select 1 from passwords where account_id = ${gone.accountId}`).toEqual([]);
    expect(await sql`select 1 from sessions where ended_at is null`).toEqual([]);
    expect(await sql`select state, key_id from connections where id = ${later.connectionId}`).toEqual([
      { state: "awaiting_key", key_id: null },
    ]);
    expect(
      await sql`select template, facts from outbox where account_id = ${later.accountId} and template = 'connection-lost-key'`,
    ).toEqual([{ template: "connection-lost-key", facts: { platform: "field-nation" } }]);
    expect(await sql`select state, key_id from connections where id = ${stays.connectionId}`).toEqual([
      { state: "awaiting_credential", key_id: before?.keyId },
    ]);
    expect(await sql`select 1 from access_lines where act = 'backup.restore'`).toHaveLength(1);
    const [forced] =
      await sql`select count(*)::int as open from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relforcerowsecurity`;
    expect(forced?.open).toBe(0);
    const [off] = await sql`select count(*)::int as off from pg_trigger where not tgisinternal and tgenabled = 'D'`;
    expect(off?.off).toBe(0);
  });
});
