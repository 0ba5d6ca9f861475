import postgres from "postgres";
import { expect, test } from "vitest";

const connect = async (setting: string, database?: string) => {
  const url = new URL(process.env[setting] ?? "");
  if (database) url.pathname = database;
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
  try {
    const [row] = await sql<{ name: string; me: string }[]>`select current_database() as name, current_user as me`;
    return row;
  } finally {
    await sql.end();
  }
};

test("a test file has both databases to itself, and each role its own way in", async () => {
  expect(await connect("WEB_DATABASE_URL")).toEqual({ name: expect.stringMatching(/^main_test_/), me: "holdfast_web" });
  expect(await connect("WORKER_DATABASE_URL")).toMatchObject({ me: "holdfast_worker" });
  expect(await connect("KEYS_DATABASE_URL")).toEqual({ name: expect.stringMatching(/^keys_test_/), me: "holdfast_worker" });
  expect(await connect("DATABASE_URL")).toMatchObject({ me: "holdfast_owner" });
});

test("web and purge cannot connect to the keys database, nor anyone to the server's own", async () => {
  const keys = new URL(process.env.KEYS_DATABASE_URL ?? "").pathname;
  await expect(connect("WEB_DATABASE_URL", keys)).rejects.toThrow(/permission denied/);
  await expect(connect("PURGE_DATABASE_URL", keys)).rejects.toThrow(/permission denied/);
  await expect(connect("WORKER_DATABASE_URL", "/postgres")).rejects.toThrow(/permission denied/);
});
