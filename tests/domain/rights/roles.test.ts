import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { findAccount } from "@/db/queries/accounts";
import { accessLines, accounts, passwords, sessions } from "@/db/schema";
import { recordAccess } from "@/lib/audit/record-access";
import { sequenceLines } from "@/lib/audit/sequence";
import { newId } from "@/lib/base/ids";
import { givenInvite, givenMember } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const connect = (url: string) => postgres(url, { max: 2, onnotice: () => undefined });
const web = connect(process.env.WEB_DATABASE_URL ?? "");
const worker = connect(process.env.WORKER_DATABASE_URL ?? "");
const database = asSuperuser();
afterAll(() => Promise.all([web.end(), worker.end(), database.end(), closeDatabases()]));

const denied = /permission denied/;
/** Runs one statement with an actor set, as a process that was taken over could. */
const as = (role: postgres.Sql, actor: string, account: string, statement: string) =>
  role.begin(async (sql) => {
    await sql`select set_config('holdfast.actor', ${actor}, true), set_config('holdfast.account', ${account}, true)`;
    return await sql.unsafe(statement);
  });

test("web's role cannot connect to the keys database", async () => {
  const url = new URL(process.env.WEB_DATABASE_URL ?? "");
  url.pathname = new URL(process.env.KEYS_DATABASE_URL ?? "").pathname;
  const keys = connect(url.href);
  await expect(keys`select 1`).rejects.toThrow(/permission denied for database/);
  await keys.end();
  const worked = connect(process.env.KEYS_DATABASE_URL ?? "");
  expect(await worked`select 1 as one`).toEqual([{ one: 1 }]);
  await worked.end();
});

test("the worker's role cannot read a password hash, nor use the look-ups of a login", async () => {
  const { email } = await givenMember();
  await expect(as(worker, "system:test", "", "select * from passwords")).rejects.toThrow(denied);
  await expect(as(worker, "system:test", "", `select * from lookup.login('${email}')`)).rejects.toThrow(denied);
  await expect(transaction({ kind: "system", job: "test" }, (tx) => tx.select().from(passwords))).rejects.toMatchObject({
    cause: { code: "42501" },
  });
});

test.each(["access_lines", "access_chain"])("neither web's nor the worker's role can update, delete or truncate %s", async (table) => {
  const { accountId } = await givenMember();
  await sequenceLines();
  const before = await database`select count(*)::int as lines from ${database(table)}`;
  const column = table === "access_lines" ? "reason = 'x'" : "chained_at = now()";
  for (const [role, actor] of [
    [web, `member:${accountId}`],
    [worker, "system:test"],
  ] as const) {
    for (const statement of [
      `update ${table} set ${column}`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
      `drop table ${table} cascade`,
    ]) {
      await expect(as(role, actor, accountId, statement)).rejects.toThrow(/permission denied|must be owner/);
    }
  }
  expect(before[0]?.lines).toBeGreaterThan(0);
  expect(await database`select count(*)::int as lines from ${database(table)}`).toEqual(before);
});

test("web's role writes access lines in the name of whoever it acts for, and reads those about them alone", async () => {
  const { accountId } = await givenMember();
  const other = await givenMember();
  const insert = (actor: string) =>
    `insert into access_lines (id, at, actor, act, object, subject, reason, facts) values ('${newId()}', now(), '${actor}', 'x', 'x', '${accountId}', 'x', '{}')`;
  await expect(as(web, `member:${accountId}`, accountId, insert(`member:${other.accountId}`))).rejects.toThrow(/row-level security/);
  await expect(as(web, `member:${accountId}`, accountId, insert(`member:${accountId}`))).resolves.toBeDefined();
  const lines = await transaction({ kind: "member", accountId }, (tx) => tx.select().from(accessLines));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.every(({ subject }) => subject === accountId)).toBe(true);
});

test("another account's rows are invisible to web, and cannot be made or changed", async () => {
  const mine = await givenMember();
  const other = await givenMember();
  const asMine = { kind: "member", accountId: mine.accountId } as const;
  expect(await transaction(asMine, (tx) => findAccount(tx, other.accountId))).toBeNull();
  for (const table of ["accounts", "passwords", "sessions", "consents", "schedules"]) {
    const column = table === "accounts" ? "id" : "account_id";
    expect(await as(web, `member:${mine.accountId}`, mine.accountId, `select distinct ${column} as id from ${table}`)).toEqual([
      { id: mine.accountId },
    ]);
  }
  const steal = await as(
    web,
    `member:${mine.accountId}`,
    mine.accountId,
    `update passwords set hash = 'x' where account_id = '${other.accountId}'`,
  );
  expect(steal.count).toBe(0);
  const session = {
    id: newId(),
    accountId: other.accountId,
    assurance: "password" as const,
    idleSeconds: 1,
    provedAt: new Date(),
    seenAt: new Date(),
    expiresAt: new Date(),
  };
  await expect(transaction(asMine, (tx) => tx.insert(sessions).values(session))).rejects.toMatchObject({
    cause: { message: expect.stringContaining("row-level security") },
  });
});

test("web cannot give itself a role, a state or another address", async () => {
  const { accountId } = await givenMember();
  await expect(as(web, `member:${accountId}`, accountId, "update accounts set email = 'other@example.org'")).rejects.toThrow(denied);
  for (const actor of [`member:${accountId}`, `staff:${accountId}`]) {
    for (const change of ["role = 'owner'", "state = 'suspended'"]) {
      expect((await as(web, actor, accountId, `update accounts set ${change}`)).count).toBe(0);
    }
  }
});

test("web cannot make an account without redeeming an invite, nor for another address than the invite's, nor staff", async () => {
  const make = async (email: string, role: string) => {
    const { inviteId, email: invited } = await givenInvite();
    const id = newId();
    return await web.begin(async (sql) => {
      await sql`select set_config('holdfast.actor', ${`member:${id}`}, true), set_config('holdfast.account', ${id}, true)`;
      if (email !== "uninvited@example.org") await sql`select * from lookup.claim_invite(${inviteId}, 1, ${id}, now())`;
      return await sql.unsafe(`insert into accounts (id, email, role) values ('${id}', '${email || invited}', ${role})`);
    });
  };
  await expect(make("uninvited@example.org", "null")).rejects.toThrow(/row-level security/);
  await expect(make("another@example.org", "null")).rejects.toThrow(/row-level security/);
  await expect(make("", "'owner'")).rejects.toThrow(/row-level security/);
  await expect(make("", "null")).resolves.toMatchObject({ count: 1 });
});

test("a transaction without an actor sees nothing and changes nothing", async () => {
  await givenMember();
  for (const table of ["accounts", "sessions", "access_lines"]) {
    expect(await web.unsafe(`select * from ${table}`)).toHaveLength(0);
    expect(await worker.unsafe(`select * from ${table}`)).toHaveLength(0);
  }
  expect(await web`select * from passwords`).toHaveLength(0);
  expect((await worker`update accounts set state = 'suspended'`).count).toBe(0);
  await expect(
    web`insert into access_lines (id, at, actor, act, object, reason, facts) values (${newId()}, now(), 'x', 'x', 'x', 'x', '{}')`,
  ).rejects.toThrow(/row-level security/);
  await expect(transaction({ kind: "visitor" }, (tx) => tx.select().from(accounts))).resolves.toEqual([]);
});

test("web can neither read who asked for an invite nor any mail, and queues no mail for others", async () => {
  const mine = await givenMember();
  const other = await givenMember();
  await expect(as(web, "visitor", "", "select * from outbox")).rejects.toThrow(denied);
  await givenInvite();
  for (const actor of ["visitor", `member:${mine.accountId}`, `staff:${mine.accountId}`]) {
    expect(await as(web, actor, mine.accountId, "select * from invites")).toEqual([]);
    expect(await as(web, actor, mine.accountId, "select * from invite_asks")).toEqual([]);
  }
  const mail = (template: string, account: string) =>
    `insert into outbox (id, template, account_id, facts) values ('${newId()}', '${template}', ${account}, '{}')`;
  for (const [template, account] of [
    ["invite", "null"],
    ["accepted", `'${other.accountId}'`],
  ] as const) {
    await expect(as(web, `member:${mine.accountId}`, mine.accountId, mail(template, account))).rejects.toThrow(/row-level security/);
  }
});

test("web has no right on the job schema", async () => {
  await expect(web`select * from pgboss.job`).rejects.toThrow(denied);
  expect(await worker`select name from pgboss.queue`).not.toHaveLength(0);
});

test("no role but the owner can make a function, a table or another role", async () => {
  for (const role of [web, worker]) {
    await expect(role`create table mine (id int)`).rejects.toThrow(denied);
    await expect(role`create role mine`).rejects.toThrow(denied);
    await expect(role`set role holdfast_lookup`).rejects.toThrow(denied);
    await expect(role`set role holdfast_log`).rejects.toThrow(denied);
    await expect(role`alter table accounts disable row level security`).rejects.toThrow(/must be owner/);
  }
});

test("a worker's transaction records for whom it acts", async () => {
  const { accountId } = await givenMember();
  await transaction({ kind: "system", job: "test", accountId }, (tx) =>
    recordAccess(tx, { act: "x.y", object: "x:1", subject: accountId, reason: "test" }),
  );
  expect(await database`select actor from access_lines where act = 'x.y'`).toEqual([{ actor: "system:test" }]);
});

test("web writes no line in the worker's or the host's name, none of another time, and none about another account", async () => {
  const [{ accountId }, other] = [await givenMember(), await givenMember()];
  const line = (
    actor: string,
    subject: string,
    at = "now()",
  ) => `insert into access_lines (id, at, actor, act, object, subject, reason, facts, created_at)
    values ('${newId()}', now(), '${actor}', 'credential.open', 'connection:x', '${subject}', 'poll', '{}', ${at})`;
  const refused = /row-level security/;
  for (const actor of ["system:poll-connection", "host:operator permit"])
    await expect(as(web, actor, accountId, line(actor, accountId))).rejects.toThrow(refused);
  const own = `member:${accountId}`;
  await expect(as(web, own, accountId, line(own, accountId, "now() - interval '2 years'"))).rejects.toThrow(refused);
  await expect(as(web, own, accountId, line(own, other.accountId))).rejects.toThrow(refused);
  await as(web, own, accountId, line(own, accountId));
});
