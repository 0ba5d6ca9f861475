import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { insertReport } from "@/db/queries/reports";
import { askForInvite } from "@/lib/accounts/ask-for-invite";
import { saveContact } from "@/lib/accounts/keep-contact";
import type { Role } from "@/lib/accounts/permissions";
import { newId } from "@/lib/base/ids";
import { givenPaidMonth } from "@/tests/domain/support/given-paid-month";
import { givenInvite, givenMember, newClient, newEmail } from "@/tests/support/members";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

/** What row security alone lets staff do, through web's role and past every guard: as a page that forgot them, or a bug, would try. */
const web = postgres(process.env.WEB_DATABASE_URL ?? "", { max: 2, onnotice: () => undefined });
const database = asSuperuser();
afterAll(() => Promise.all([web.end(), database.end(), closeDatabases()]));

const staff = new Map<string, Someone>();
let member: { accountId: string; email: string };
beforeAll(async () => {
  for (const role of ["support", "billing", "security", "owner", "auditor"] as const) staff.set(role, await givenStaff(role));
  staff.set("owner without a factor", await givenStaff("owner", "password"));
  member = await givenMember();
});

class Undo extends Error {}
/** How many rows the last of some statements reaches for someone of staff, or why one is refused. Nothing of them stays. */
async function reach(who: string, ...statements: string[]): Promise<number | "refused"> {
  const { actor } = staff.get(who) as Someone;
  let rows = 0;
  try {
    await web.begin(async (sql) => {
      await sql`select set_config('holdfast.actor', ${`staff:${actor.staffId}`}, true), set_config('holdfast.account', '', true),
                       set_config('holdfast.session', ${actor.sessionId}, true)`;
      for (const statement of statements) rows = (await sql.unsafe(statement)).count;
      throw new Undo();
    });
  } catch (thrown) {
    if (thrown instanceof Undo) return rows;
    if (/row-level security|permission denied/.test(String(thrown))) return "refused";
    throw thrown;
  }
  return rows;
}

async function whoReaches(...statements: string[]): Promise<string[]> {
  const reached: string[] = [];
  for (const who of staff.keys()) if (Number(await reach(who, ...statements)) > 0) reached.push(who);
  return reached.toSorted();
}
const set = (change: string, of = member.accountId) => `update accounts set ${change} where id = '${of}'`;
const everyRole: Role[] = ["auditor", "billing", "owner", "security", "support"];

test("accounts: every role reads them, security and owner suspend, an owner alone terminates and gives roles", async () => {
  expect(await whoReaches(`select 1 from accounts where id = '${member.accountId}'`)).toEqual(everyRole);
  expect(await whoReaches(set("state = 'suspended'"))).toEqual(["owner", "security"]);
  expect(await whoReaches(set("state = 'terminated'"))).toEqual(["owner"]);
  expect(await whoReaches(set("state = 'erased'"))).toEqual([]);
  expect(await whoReaches(set("role = 'support'"))).toEqual(["owner"]);
  expect(await whoReaches(set("email = 'other@example.org'"))).toEqual([]);
});

test("accounts: security cannot touch an owner, and nobody their own standing", async () => {
  const owner = (await givenStaff("owner")).accountId;
  expect(await whoReaches(set("state = 'suspended'", owner))).toEqual(["owner"]);
  for (const [who, { accountId }] of staff) {
    expect(await reach(who, set("role = 'owner'", accountId))).toBe(0);
    expect(await reach(who, set("state = 'suspended'", accountId))).toBe(0);
  }
});

test("a member's own rows are read by no role", async () => {
  const tables = [
    "passwords",
    "consents",
    "schedules",
    "weekly_hours",
    "rules",
    "connections",
    "credentials",
    "offers",
    "decisions",
    "holds",
  ];
  const more = ["intents", "acceptances", "charges", "subscriptions", "invoices", "activity", "factors", "totp_secrets", "passkeys"];
  const last = ["recovery_codes", "mail_links", "contacts", "devices", "requests", "stripe_customers"];
  for (const table of [...tables, ...more, ...last]) {
    const [policy] = await database`select 1 from pg_class where relname = ${table} and relrowsecurity and relforcerowsecurity`;
    expect(policy, table).toBeDefined();
    expect(await whoReaches(`select 1 from ${table} where account_id = '${member.accountId}'`), table).toEqual([]);
  }
});

test("how to reach a member is read by three roles, and by none that has not written down that it looks", async () => {
  const { accountId } = await givenMember();
  await saveContact(accountId, { name: "Ada Byron", phone: "+1 312 555 0100" });
  const contact = `select 1 from contacts where account_id = '${accountId}'`;
  const line = `insert into access_lines (id, at, actor, act, object, subject, reason, facts)
    values ('${newId()}', now(), holdfast_actor(), 'contact.look', 'account:${accountId}', '${accountId}', 'mail_fails', '{}')`;
  expect(await whoReaches(contact)).toEqual([]);
  expect(await whoReaches(line, contact.replace(accountId, member.accountId))).toEqual([]);
  expect(await whoReaches(line, contact)).toEqual(["owner", "security", "support"]);
});

test("sessions are ended by security and owner, and never begun again", async () => {
  const where = `where account_id = '${member.accountId}'`;
  expect(await whoReaches(`update sessions set ended_at = now(), ended_because = 'suspended' ${where}`)).toEqual(["owner", "security"]);
  expect(await whoReaches(`update sessions set seen_at = now() ${where}`)).toEqual([]);
});

test("what became of an invite's mail is told to those who may see invites, and of no other mail", async () => {
  const { inviteId } = await givenInvite();
  expect(await whoReaches(`select * from lookup.invite_mails(array['${inviteId}']::uuid[])`)).toEqual([
    "auditor",
    "owner",
    "security",
    "support",
  ]);
  expect(await whoReaches("select 1 from outbox")).toEqual([]);
});

test("invites are read by four roles and made, renewed and answered by two", async () => {
  const { inviteId } = await givenInvite();
  await askForInvite(newEmail(), newClient());
  expect(await whoReaches("select 1 from invites")).toEqual(["auditor", "owner", "security", "support"]);
  expect(await whoReaches("select 1 from invite_asks")).toEqual(["auditor", "owner", "security", "support"]);
  expect(await whoReaches(`update invites set revoked_at = now() where id = '${inviteId}'`)).toEqual(["owner", "support"]);
  const insert = `insert into invites (id, email, invited_by, expires_at) values ('${newId()}', 'x@example.org', 'x', now())`;
  expect(await whoReaches(insert)).toEqual(["owner", "support"]);
  expect(await whoReaches("delete from invite_asks")).toEqual(["owner", "support"]);
});

test("reports are closed in one's own name, by security and owner; a reported member cannot close them", async () => {
  const { accountId } = member;
  const report = { accountId, sessionId: null, device: null, network: null };
  const id = await transaction({ kind: "claimed", accountId }, (tx) => insertReport(tx, report));
  const close = (by: string) => `update reports set handled_at = now(), handled_by = '${by}' where id = '${id}'`;
  for (const [who, { accountId: own }] of staff) {
    const may = who === "owner" || who === "security";
    expect(await reach(who, close(own)), who).toBe(may ? 1 : 0);
    expect(await reach(who, close(accountId)), who).toBe(may ? "refused" : 0);
  }
  const own = await transaction({ kind: "claimed", accountId }, (tx) => tx.execute(close(accountId)));
  expect(own.count).toBe(0);
});

test("a reset is asked for in one's own name and without the second word; no account hastens its own", async () => {
  const ask = (by: string, effective: string) =>
    `insert into factor_resets (id, account_id, asked_by, effective_at) values ('${newId()}', '${member.accountId}', ${by}, ${effective})`;
  const { accountId: owner } = staff.get("owner") as Someone;
  expect(await reach("owner", ask(`'${owner}'`, "null"))).toBe(1);
  expect(await reach("owner", ask(`'${(staff.get("security") as Someone).accountId}'`, "null"))).toBe("refused");
  expect(await reach("owner", ask("null", "now()"))).toBe("refused");
  expect(await reach("support", ask(`'${(staff.get("support") as Someone).accountId}'`, "null"))).toBe("refused");
  const asMember = { kind: "claimed", accountId: member.accountId } as const;
  await expect(transaction(asMember, (tx) => tx.execute(ask("null", "now()")))).rejects.toMatchObject({ cause: { code: "42501" } });
});

test("how a member stands is counted for staff, and for nobody else", async () => {
  const standing = `select * from lookup.member_standing('${member.accountId}')`;
  expect(await whoReaches(standing)).toEqual(everyRole);
  const asMember = { kind: "member", accountId: member.accountId } as const;
  expect(await transaction(asMember, (tx) => tx.execute(standing))).toHaveLength(0);
});

test("what a member has paid is read by three roles; a refund is asked for by two, in their own name and undecided, and never by the member", async () => {
  const { accountId } = await givenMember();
  const { invoiceId } = await givenPaidMonth(accountId);
  for (const table of ["invoices", "subscriptions"])
    expect(await whoReaches(`select 1 from ${table} where account_id = '${accountId}'`)).toEqual(["auditor", "billing", "owner"]);
  const ask = (by: string, state = "due") => `
    insert into refunds (id, account_id, invoice_id, line_id, amount_cents, currency, unused_cents, reason, asked_by, state, refused_because)
    values ('${newId()}', '${accountId}', '${invoiceId}', 'il', 1, 'usd', 1000, 'goodwill', ${by}, '${state}', ${state === "due" ? "null" : "'stripe'"})`;
  expect(await whoReaches(ask("holdfast_actor()"))).toEqual(["billing", "owner"]);
  expect(await whoReaches(ask("'staff:another'"))).toEqual([]);
  expect(await whoReaches(ask("holdfast_actor()", "refused"))).toEqual([]);
  const asMember = { kind: "member", accountId } as const;
  await expect(transaction(asMember, (tx) => tx.execute(ask("holdfast_actor()")))).rejects.toMatchObject({ cause: { code: "42501" } });
});

test("a last invoice is asked for by an owner alone, of an account that is terminated", async () => {
  const { accountId } = await givenMember();
  const ask = `insert into final_invoices (id, account_id, because) values ('${newId()}', '${accountId}', 'terminated')`;
  expect(await whoReaches(ask)).toEqual([]);
  await database`update accounts set state = 'terminated' where id = ${accountId}`;
  expect(await whoReaches(ask)).toEqual(["owner"]);
});

test("connections are ended only of an account that is terminated, and only by an owner", async () => {
  await database`
    insert into connections (id, account_id, platform, state) values (${newId()}, ${member.accountId}, 'field-nation', 'awaiting_key')`;
  const end = `select * from lookup.end_connections('${member.accountId}', now())`;
  expect(await whoReaches(end)).toEqual([]);
  await database`update accounts set state = 'terminated' where id = ${member.accountId}`;
  expect(await whoReaches(end)).toEqual(["owner"]);
});
