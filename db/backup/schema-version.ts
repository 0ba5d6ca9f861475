import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type postgres from "postgres";

interface Journal {
  entries: { when: number; tag: string }[];
}

async function journalOf(folder: string): Promise<Journal> {
  return JSON.parse(await readFile(path.join(folder, "meta", "_journal.json"), "utf8")) as Journal;
}

/**
 * The newest migration that a database has, by its name; null for one that has none, or one that these sources do not know.
 * @param folder where its migrations lie
 */
export async function schemaVersion(sql: postgres.ISql, folder: string): Promise<string | null> {
  const [there] = await sql<{ is: boolean }[]>`select to_regclass('drizzle.__drizzle_migrations') is not null as is`;
  if (!there?.is) return null;
  const [row] = await sql<{ when: string | null }[]>`select max(created_at) as when from drizzle.__drizzle_migrations`;
  const { entries } = await journalOf(folder);
  return entries.find(({ when }) => when === Number(row?.when))?.tag ?? null;
}

/** Runs `work` with a folder of the migrations up to one of them, that one included; null, and nothing is done, when there is no such migration. */
export async function withMigrationsUpTo<Result>(
  folder: string,
  tag: string,
  work: (cut: string) => Promise<Result>,
): Promise<Result | null> {
  const journal = await journalOf(folder);
  const last = journal.entries.findIndex((entry) => entry.tag === tag);
  if (last < 0) return null;
  const cut = await mkdtemp(path.join(tmpdir(), "holdfast-migrations-"));
  try {
    const entries = journal.entries.slice(0, last + 1);
    await mkdir(path.join(cut, "meta"));
    await writeFile(path.join(cut, "meta", "_journal.json"), JSON.stringify({ ...journal, entries }));
    for (const entry of entries) await copyFile(path.join(folder, `${entry.tag}.sql`), path.join(cut, `${entry.tag}.sql`));
    return await work(cut);
  } finally {
    await rm(cut, { recursive: true, force: true });
  }
}
