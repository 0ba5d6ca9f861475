import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const journal = z.object({ entries: z.array(z.object({ idx: z.number(), when: z.number(), tag: z.string() })) });

test.each(["db/migrations", "db/keys-migrations"])("%s: each file has its place, and both order and moment rise", (folder) => {
  const { entries } = journal.parse(JSON.parse(readFileSync(`${folder}/meta/_journal.json`, "utf8")));
  expect(globSync("*.sql", { cwd: folder }).toSorted()).toEqual(entries.map(({ tag }) => `${tag}.sql`));
  // A database that has applied the one of a moment never applies one of an earlier moment: it would be left out without a word.
  for (const by of ["idx", "when"] as const) {
    const rising = entries.map((entry) => entry[by]);
    expect(rising).toEqual([...new Set(rising)].toSorted((one, other) => one - other));
  }
});

test("of the main database one snapshot is kept, the one that the next migration is made from", () => {
  const { entries } = journal.parse(JSON.parse(readFileSync("db/migrations/meta/_journal.json", "utf8")));
  expect(globSync("db/migrations/meta/*_snapshot.json")).toEqual([`db/migrations/meta/${entries.at(-1)?.tag.slice(0, 4)}_snapshot.json`]);
});
