import { type KeysDb, keysDb, type Tx, transaction } from "@/db/client";
import { insertMail } from "@/db/queries/outbox";
import { plantInJobs, plantInKeys } from "@/db/queries/plant-canary";
import { listReadable, type ReadableTable, readAsText } from "@/db/queries/search-everything";
import { type Content, neverCommitted, type Place, TakeBack } from "@/lib/policy/canary/place";
import { counted } from "@/lib/policy/control";

const rowsAtOnce = 20_000;
const actor = { kind: "system", job: "canary" } as const;
const inMain = <Result>(work: (tx: Tx) => Promise<Result>) => transaction(actor, work);

/** The newest 20,000 rows of a table, as far as this role may read them. */
async function contentOf(on: Tx | KeysDb, table: ReadableTable): Promise<Content> {
  const texts = table.columns.length === 0 ? [] : await readAsText(on, table, rowsAtOnce);
  return { where: table.table, bytes: Buffer.from(texts.join("\n")), units: texts.length };
}

async function* contentsOf(on: Tx | KeysDb, tables: ReadableTable[]): AsyncGenerator<Content> {
  for (const table of tables) yield await contentOf(on, table);
}

const isJobs = ({ table }: ReadableTable) => table.startsWith("pgboss.");

/** Tables of the main database, of which one is planted in; nothing that is planted is ever committed. */
function mainTables(
  name: string,
  one: string,
  isMeant: (table: ReadableTable) => boolean,
  { into, plant }: { into: string; plant: (tx: Tx, text: string) => Promise<unknown> },
): Place {
  const tables = async () => (await inMain(listReadable)).filter(isMeant);
  return {
    name,
    say: (units) => counted(units, one),
    absence: () => null,
    async *read() {
      for (const table of await tables()) yield await inMain((tx) => contentOf(tx, table));
    },
    whilePlanted: async (texts, look) => {
      const planted = (await tables()).find(({ table }) => table === into);
      if (!planted) throw new Error(`${into} is not to be seen`);
      await neverCommitted(() =>
        inMain(async (tx) => {
          for (const text of texts) await plant(tx, text);
          await look(contentsOf(tx, [planted]));
          throw new TakeBack();
        }),
      );
    },
  };
}

export const mainDatabase = mainTables("the main database", "row", (table) => !isJobs(table), {
  into: "public.outbox",
  plant: (tx, text) => insertMail(tx, { template: "invite-asked", accountId: null, subjectId: null, facts: { note: text } }),
});

export const jobPayloads = mainTables("the jobs' payloads", "job", isJobs, { into: "pgboss.job_common", plant: plantInJobs });

export const keysDatabase: Place = {
  name: "the keys' database",
  say: (units) => counted(units, "row of wrapped keys", "rows of wrapped keys"),
  absence: () => null,
  async *read() {
    yield* contentsOf(keysDb(), await listReadable(keysDb()));
  },
  whilePlanted: (texts, look) =>
    neverCommitted(() =>
      keysDb().transaction(async (tx) => {
        for (const [index, text] of texts.entries()) await plantInKeys(tx, text, -1 - index);
        await look(contentsOf(tx, await listReadable(tx)));
        throw new TakeBack();
      }),
    ),
};

/** Tables of both databases of which the worker may read nothing, or not all. */
export async function unreadTables(): Promise<string[]> {
  const tables = [...(await inMain(listReadable)), ...(await listReadable(keysDb()))];
  return tables.filter(({ columns, all }) => columns.length < all).map(({ table }) => table);
}
