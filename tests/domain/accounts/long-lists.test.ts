import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases, type Tx, transaction } from "@/db/client";
import { type DifferenceFilter, listDifferenceRows } from "@/db/queries/differences";
import { type InviteFilter, listInviteRows, readInviteMails } from "@/db/queries/invites";
import { listMemberRows, type MemberFilter, readStandings } from "@/db/queries/members";
import { listReportRows, type ReportFilter } from "@/db/queries/reports";
import { exportMembers } from "@/lib/accounts/export-members";
import { listMembers, type MemberInList } from "@/lib/accounts/list-members";
import type { Cursor } from "@/lib/base/paging";
import { makeManyAccounts } from "@/scripts/prove/many-accounts";
import { givenStaff, type StaffActor } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const many = 100_000;
const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

let owner: StaffActor;
beforeAll(async () => {
  await makeManyAccounts(database, many);
  owner = (await givenStaff("owner")).actor;
  await database`vacuum (analyze) accounts, invites, outbox, reports, differences`;
}, 120_000);

const first = { descending: true, cursor: null, limit: 26 };
const members: MemberFilter = { ...first, search: "", state: null, role: null, sort: "joined" };
const invites: InviteFilter = { ...first, search: "", state: null, sort: "made" };
const reports: ReportFilter = { ...first, state: null, sort: "reported" };
const differences: DifferenceFilter = { ...first, state: null, kind: null, sort: "found" };
const up = { descending: false };

async function memberPage(tx: Tx, filter: Partial<MemberFilter>) {
  const rows = await listMemberRows(tx, { ...members, ...filter });
  await readStandings(
    tx,
    rows.map(({ id }) => id),
  );
  return rows;
}
async function invitePage(tx: Tx, filter: Partial<InviteFilter>) {
  const rows = await listInviteRows(tx, { ...invites, ...filter }, new Date());
  await readInviteMails(
    tx,
    rows.map(({ id }) => id),
  );
  return rows;
}
const reportPage = (tx: Tx, filter: Partial<ReportFilter>) => listReportRows(tx, { ...reports, ...filter });
const differencePage = (tx: Tx, filter: Partial<DifferenceFilter>) => listDifferenceRows(tx, { ...differences, ...filter });

const lists: [what: string, find: (tx: Tx) => Promise<{ id: string }[]>][] = [
  ["members", (tx) => memberPage(tx, {})],
  ["members by address", (tx) => memberPage(tx, { sort: "email", ...up })],
  ["members that are suspended", (tx) => memberPage(tx, { state: "suspended" })],
  ["members that are terminated, by address", (tx) => memberPage(tx, { state: "terminated", sort: "email" })],
  ["staff of one role", (tx) => memberPage(tx, { role: "auditor" })],
  ["staff, by address", (tx) => memberPage(tx, { role: "staff", sort: "email", ...up })],
  ["a member by a part of the address", (tx) => memberPage(tx, { search: "c4ca4238a0b9" })],
  ["members by a part that every third has", (tx) => memberPage(tx, { search: "@example.net", state: "suspended", sort: "email" })],
  ["invites", (tx) => invitePage(tx, {})],
  ["invites by address", (tx) => invitePage(tx, { sort: "email", ...up })],
  ["invites by expiry", (tx) => invitePage(tx, { sort: "expires", ...up })],
  ["open invites", (tx) => invitePage(tx, { state: "open" })],
  ["open invites, the next to expire first", (tx) => invitePage(tx, { state: "open", sort: "expires", ...up })],
  ["revoked invites", (tx) => invitePage(tx, { state: "revoked" })],
  ["expired invites", (tx) => invitePage(tx, { state: "expired" })],
  ["redeemed invites", (tx) => invitePage(tx, { state: "redeemed" })],
  ["an invite by a part of the address", (tx) => invitePage(tx, { search: "asked-5000" })],
  ["reports", (tx) => reportPage(tx, {})],
  ["reports that wait", (tx) => reportPage(tx, { state: "waiting" })],
  ["differences", (tx) => differencePage(tx, {})],
  ["differences by amount", (tx) => differencePage(tx, { sort: "amount" })],
  ["differences that are open", (tx) => differencePage(tx, { state: "open" })],
];

/** How often this session has read tables with a row for each of many from end to end, as PostgreSQL counts it. */
async function readsOfAll(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.execute<{ name: string; reads: string }>(sql`
    select relname as name, seq_scan as reads from pg_stat_xact_user_tables
    where relname in ('accounts', 'invites', 'outbox', 'reports', 'differences')`);
  return new Map(rows.map(({ name, reads }) => [name, Number(reads)]));
}

/** What an owner finds, and the tables that were read from end to end for it; what the rest was found by is an index. */
async function watch<Found>(find: (tx: Tx) => Promise<Found>): Promise<{ found: Found; whole: string[] }> {
  return await transaction(owner, async (tx) => {
    const before = await readsOfAll(tx);
    const found = await find(tx);
    const whole = [...(await readsOfAll(tx))].filter(([name, reads]) => reads > (before.get(name) ?? 0)).map(([name]) => name);
    return { found, whole };
  });
}

test.each(lists)("with 100,000 members %s are found by an index", async (_, find) => {
  const { found, whole } = await watch(find);
  expect(found.length).toBeGreaterThan(0);
  expect(whole).toEqual([]);
});

test("a table that is read from end to end is told", async () => {
  const { whole } = await watch((tx) => tx.execute(sql`select 1 from accounts where email like '%c4ca4238a0b9%'`));
  expect(whole).toEqual(["accounts"]);
});

test("a page from the middle on, and the one before it, are found by an index too", async () => {
  const middleOf = async (table: "accounts" | "invites") =>
    (await database<{ id: string }[]>`select id from ${database(table)} order by email offset ${many / 2} limit 1`)[0]?.id ?? "";
  const [account, invite] = [await middleOf("accounts"), await middleOf("invites")];
  for (const way of ["after", "before"] as const) {
    for (const sort of ["email", "joined"] as const) {
      const { found, whole } = await watch((tx) => memberPage(tx, { sort, cursor: { way, id: account } }));
      expect([way, sort, found.length, whole]).toEqual([way, sort, 26, []]);
    }
    for (const sort of ["email", "made", "expires"] as const) {
      const { found, whole } = await watch((tx) => invitePage(tx, { sort, cursor: { way, id: invite } }));
      expect([way, sort, found.length, whole]).toEqual([way, sort, 26, []]);
    }
  }
});

test.each(["joined", "email"] as const)("sorted by %s, pages to the end and back show each row once, in one order", async (sort) => {
  const filter: MemberFilter = { ...members, state: "terminated", sort, limit: 30 };
  const walk = async (way: Cursor["way"], from: Cursor | null) => {
    const seen: MemberInList[][] = [];
    for (let cursor = from; ; ) {
      const page = await listMembers(owner, { ...filter, cursor });
      if (page.length === 0) return seen;
      seen.push(page);
      cursor = { way, id: (way === "after" ? page.at(-1) : page[0])?.id ?? "" };
    }
  };
  const there = (await walk("after", null)).flat().map(({ id }) => id);
  expect(there).toHaveLength(many / 1_000);
  expect(new Set(there).size).toBe(there.length);
  const back = (await walk("before", { way: "before", id: there.at(-1) ?? "" })).toReversed().flat();
  expect(back.map(({ id }) => id)).toEqual(there.slice(0, -1));
});

test("a search takes what is typed as it stands, finds an id, and what an address contains", async () => {
  const [row] = await database<{ id: string; email: string }[]>`select id, email from accounts order by id limit 1`;
  const find = async (search: string) => (await listMembers(owner, { ...members, search })).map(({ id }) => id);
  expect(await find(row?.id ?? "")).toEqual([row?.id]);
  expect(await find((row?.email ?? "").slice(3, 30).toUpperCase())).toEqual([row?.id]);
  for (const pattern of ["%", "_", "per%son", "\\", "'; drop table accounts"]) expect(await find(pattern)).toEqual([]);
});

test("an export has every row that the filter lets through, whatever their number, and is a line with why and how many", async () => {
  const filter = { search: "", state: "suspended", role: null, sort: "email", descending: false } as const;
  const lines = (await exportMembers(owner, filter, "investigation", "members")).trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + many / 50);
  expect(lines.slice(1)).toEqual(
    lines.slice(1).toSorted((one, other) => ((one.split(",")[1] ?? "") < (other.split(",")[1] ?? "") ? -1 : 1)),
  );
  const [line] = await database`select reason, facts, actor from access_lines where act = 'members.export'`;
  expect(line).toEqual({ reason: "investigation", facts: { rows: many / 50, state: "suspended" }, actor: `staff:${owner.staffId}` });
});
