import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases } from "@/db/client";
import { sequenceLines } from "@/lib/audit/sequence";
import { givenMember } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const tables = {
  access_lines: "reason = 'x'",
  access_chain: "chained_at = now()",
  checkpoints: "jws = 'x'",
  checkpoint_exports: "exported_at = now()",
  tombstones: "jws = 'x'",
};
const database = asSuperuser();
const connections = Object.fromEntries(
  Object.entries({
    owner: "DATABASE_URL",
    web: "WEB_DATABASE_URL",
    worker: "WORKER_DATABASE_URL",
    purge: "PURGE_DATABASE_URL",
  }).map(([role, setting]) => [role, postgres(process.env[setting] ?? "", { max: 1, onnotice: () => undefined })]),
);
afterAll(() => Promise.all([...Object.values(connections).map((it) => it.end()), database.end(), closeDatabases()]));

beforeAll(async () => {
  await givenMember();
  await sequenceLines();
  await database`insert into checkpoints (number, sequence, jws, signed_at) values (1, 1, 'kept', now())`;
  await database`insert into checkpoint_exports (number, exported_at) values (1, now())`;
  await database`insert into tombstones (through, jws, signed_at) values (1, 'kept', now())`;
});

async function everything() {
  const rows: Record<string, unknown> = {};
  for (const table of Object.keys(tables)) rows[table] = await database`select t::text from ${database(table)} t order by 1`;
  return rows;
}

test.each(["owner", "web", "worker", "purge", "superuser"])(
  "no statement of the role %s changes or removes a row of the log",
  async (role) => {
    const on = role === "superuser" ? database : connections[role];
    if (!on) throw new Error("no such role");
    const before = await everything();
    for (const [table, change] of Object.entries(tables)) {
      for (const statement of [`update ${table} set ${change}`, `delete from ${table}`, `truncate ${table} cascade`]) {
        const outcome = on.begin(async (sql) => {
          await sql`select set_config('holdfast.actor', 'system:test', true)`;
          const { count } = await sql.unsafe(statement);
          // The owner is held to row security too and may see no row to change: then nothing has happened.
          if (count === 0 && !statement.startsWith("truncate")) throw new Error("no row was found");
        });
        await expect(outcome, `${role}: ${statement}`).rejects.toThrow(/permission denied|only grows|no row was found/);
      }
    }
    expect(await everything()).toEqual(before);
  },
);
