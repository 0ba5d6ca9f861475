import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { actTexts } from "@/app/(member)/activity/access-log/act-texts";
import { transaction } from "@/db/client";
import { exportMembers } from "@/lib/accounts/export-members";
import { listMembers } from "@/lib/accounts/list-members";
import { readMember } from "@/lib/accounts/read-member";
import { readAccessLog } from "@/lib/audit/read-access-log";
import { recordAccess } from "@/lib/audit/record-access";
import { actingFrom } from "@/lib/base/acting-network";
import { reinstateMember } from "@/lib/membership/reinstate-member";
import { suspendMember } from "@/lib/membership/suspend-member";
import { givenMember, host } from "@/tests/support/members";
import { givenStaff } from "@/tests/support/staff";

test("a member reads what staff looked at and changed without their leave, with the reason, and no id of staff", async () => {
  const member = await givenMember();
  const { actor } = await givenStaff("owner");
  await readMember(actor, member.accountId, "security_concern");
  await suspendMember(actor, member.accountId, "security_concern");
  await reinstateMember(host, member.accountId);
  const { lines } = await readAccessLog(member.accountId, { people: "staff", before: null });
  expect(lines.map(({ by, act, reason }) => [by, act, reason])).toEqual([
    ["host", "member.reinstate", "asked_on_host"],
    ["staff", "member.suspend", "security_concern"],
    ["staff", "session.end-all", "suspended"],
    ["staff", "member.look", "security_concern"],
  ]);
  expect(JSON.stringify(lines)).not.toContain(actor.staffId);
});

test("the log is told page by page, none twice and none left out, and a stranger reads none of it", async () => {
  const { accountId } = await givenMember();
  const stranger = await givenMember();
  await transaction({ kind: "member", accountId }, async (tx) => {
    for (let line = 0; line < 95; line += 1)
      await recordAccess(tx, { act: "contact.confirm", object: `account:${accountId}`, subject: accountId, reason: `line ${line}` });
  });
  const seen: string[] = [];
  let before: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readAccessLog>> = await readAccessLog(accountId, { people: "all", before });
    seen.push(...page.lines.map(({ id }) => id));
    before = page.next;
  } while (before);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThanOrEqual(95);
  const [first = ""] = seen;
  expect((await readAccessLog(stranger.accountId, { people: "all", before: first })).lines).toEqual([]);
  const others = (await readAccessLog(stranger.accountId, { people: "all", before: null })).lines.map(({ id }) => id);
  expect(others.filter((id) => seen.includes(id))).toEqual([]);
});

test("every act that the code writes down about a member has words for the member", () => {
  const sources = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const acts = sources.flatMap((name) =>
    [...readFileSync(join("lib", name), "utf8").matchAll(/act: "([a-z.-]+)"[\s\S]{0,120}?subject: (\w+)/g)]
      .filter(([, , subject]) => subject !== "null")
      .map(([, act]) => act ?? ""),
  );
  expect(acts.length).toBeGreaterThan(30);
  expect(acts.filter((act) => !(act in actTexts))).toEqual([]);
});

test("who stood in a list or an export that staff took reads so, each in their own log", async () => {
  const [one, two] = [await givenMember(), await givenMember()];
  const { actor } = await givenStaff("owner");
  const all = { search: "", state: null, role: null, sort: "joined", descending: true } as const;
  await listMembers(actor, { ...all, search: one.email, cursor: null, limit: 5 });
  await exportMembers(actor, all, "audit", "members");
  const objectsOf = async ({ accountId }: { accountId: string }) =>
    (await readAccessLog(accountId, { people: "staff", before: null })).lines
      .filter(({ act }) => act === "account.list")
      .map(({ reason }) => reason);
  expect(await objectsOf(one)).toEqual(["audit", "asked_in_console"]);
  expect(await objectsOf(two)).toEqual(["audit"]);
});

test("a member reads from where they acted themselves, and not from where staff did", async () => {
  const { accountId } = await givenMember();
  const { actor } = await givenStaff("support");
  const from = { network: "198.51.100.0/24", isRefusalNoted: false };
  const access = { act: "contact.confirm", object: `account:${accountId}`, subject: accountId, reason: "member" };
  for (const who of [{ kind: "member", accountId } as const, actor]) {
    await actingFrom(from, () => transaction(who, (tx) => recordAccess(tx, access)));
  }
  const { lines } = await readAccessLog(accountId, { people: "all", before: null });
  expect(lines.slice(0, 2).map(({ by, network }) => [by, network])).toEqual([
    ["staff", null],
    ["you", "198.51.100.0/24"],
  ]);
});
