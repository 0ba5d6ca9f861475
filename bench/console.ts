import type postgres from "postgres";
import { beside, type Figure } from "@/bench/measure";
import type { Bench } from "@/bench/open-bench";
import { sizeOf } from "@/bench/sizes";
import { visitAsOwner } from "@/scripts/demo/staff-visitor";
import { makeManyAccounts } from "@/scripts/prove/many-accounts";
import { superuserOf } from "@/scripts/world/superuser";

const members = sizeOf("BENCH_MEMBERS", 100_000);
const of = `of ${members.toLocaleString("en-US")} members`;
type Pair = { name: string; path: string; byHand: (sql: postgres.Sql) => Promise<{ count: number }> };

/** Staff's pages, and the statement that a person would write by hand for the same rows. */
const pairs = (middle: { id: string; email: string }): Pair[] => [
  {
    name: "the first page of the list",
    path: "/operator/members",
    byHand: (sql) => sql`select id, email, state, role, created_at from accounts order by id desc limit 26`,
  },
  {
    name: "a page in the middle of it",
    path: `/operator/members?sort=email&after=${middle.id}`,
    byHand: (sql) => sql`select id, email, state, role, created_at from accounts where email > ${middle.email} order by email limit 26`,
  },
  {
    name: "the suspended ones",
    path: "/operator/members?state=suspended",
    byHand: (sql) => sql`select id, email, state, role, created_at from accounts where state = 'suspended' order by id desc limit 26`,
  },
  {
    name: "a part of an address",
    path: `/operator/members?q=${middle.email.slice(8, 14)}`,
    byHand: (sql) =>
      sql`select id, email, state, role, created_at from accounts where email like ${`%${middle.email.slice(8, 14)}%`} order by id desc limit 26`,
  },
  {
    name: "open invites, soonest to expire",
    path: "/operator/invites?state=open&sort=expires",
    byHand: (sql) => sql`select id, email, expires_at from invites
      where redeemed_at is null and revoked_at is null and expires_at > now() order by expires_at, id limit 26`,
  },
  {
    name: "open differences",
    path: "/operator/money/differences",
    byHand: (sql) =>
      sql`select id, kind, amount_cents, found_at from differences where settled_at is null order by found_at desc, id desc limit 26`,
  },
];

/** Staff's lists with very many members, through the whole website, beside the same rows by a statement of one's own on an open connection. */
export async function consolePages({ world }: Bench): Promise<Figure[]> {
  const sql = superuserOf(world, 1);
  try {
    await makeManyAccounts(sql, members);
    const [middle] = await sql<
      { id: string; email: string }[]
    >`select id, email from accounts where email like 'person-%' order by email offset ${Math.floor(members / 2)} limit 1`;
    if (!middle) throw new Error("no member in the middle");
    const owner = await visitAsOwner(world);
    const figures: Figure[] = [];
    for (const { name, path, byHand } of pairs(middle)) {
      const open = async () => {
        const { status, url } = await owner.open(path);
        if (status !== 200 || !url.includes(path.split("?", 1)[0] ?? "")) throw new Error(`${path} answered ${status} at ${url}`);
      };
      const ask = async () => {
        if ((await byHand(sql)).count === 0) throw new Error(`${name}: nothing is found by hand`);
      };
      figures.push(await beside(`${name}, ${of}`, open, "the same SQL by hand", ask, { runs: 5, times: 10 }));
    }
    return figures;
  } finally {
    await sql.end();
  }
}
