import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { dueMails } from "@/db/queries/outbox";
import { sendMail } from "@/lib/notices/send-mail";
import { announceChange, callOffChange } from "@/lib/oversight/processors/announce";
import { runProcessors } from "@/lib/oversight/processors/run-processors";
import { dieAt } from "@/tests/support/hold-at-point";
import { type MailServer, startMailServer } from "@/tests/support/mail-server";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

vi.mock("@/lib/base/points", () => import("@/tests/support/hold-at-point"));

const sql = asSuperuser();
let server: MailServer;
let owner: Someone;
beforeAll(async () => {
  server = await startMailServer();
  process.env.SMTP_URL = server.url;
  process.env.PLATFORMS = "unused";
  owner = await givenStaff("owner");
  await runProcessors();
  await sql`insert into accounts (id, email) select uuidv7(), 'told-' || n || '@example.org' from generate_series(1, ${many}) n`;
});
afterAll(() => Promise.all([server.close(), sql.end(), closeDatabases()]));
beforeEach(async () => {
  await sql`truncate outbox`;
  server.letters.length = 0;
});

/** Two whole batches and a part of one, with the owner. */
const many = 2_499;
const announce = (code: string) =>
  announceChange(
    owner.actor,
    { code, name: "Archive", purpose: "Keeps.", data: "All.", region: "Ireland", hosts: [] },
    { effectiveAt: null, urgentReason: "" },
  );
const sentAll = () => sql`update outbox set attempts = 1, sent_at = now() where template = 'processor-change'`;
const told = async () => {
  const [row] = await sql<{ mails: number; accounts: number }[]>`
    select count(*)::int as mails, count(distinct account_id)::int as accounts from outbox where template = 'processor-change-called-off'`;
  return row;
};
const waiting = () => sql`select 1 from outbox where template = 'processor-change' and sent_at is null and given_up_at is null`;

test("whoever was told of a change is told once that it is called off, also across a death between two batches, and whoever joined later is not", async () => {
  const id = await announce("whole");
  await runProcessors();
  await sentAll();
  await sql`insert into accounts (id, email) values (uuidv7(), 'joined-later@example.org')`;
  await callOffChange(owner.actor, id);
  dieAt("processors.after-recall");
  await expect(runProcessors()).rejects.toThrow("killed");
  expect(await told()).toEqual({ mails: 1_000, accounts: 1_000 });

  await Promise.all([runProcessors(), runProcessors()]);
  await runProcessors();
  expect(await told()).toEqual({ mails: many + 1, accounts: many + 1 });
  const others = await sql`select 1 from outbox o join accounts a on a.id = o.account_id where a.email = 'joined-later@example.org'`;
  expect(others).toEqual([]);
  const [change] = await sql`select mailed_to, recalled_to, recalled_at is not null as done from processor_changes where id = ${id}`;
  expect(change).toEqual({ mailed_to: null, recalled_to: null, done: true });
  const [line] = await sql`select sum((facts->>'mails')::int)::int as mails from access_lines where act = 'processor.recall'`;
  expect(line).toEqual({ mails: many + 1 });
});

test("called off halfway, it is told to nobody who was not told, and to nobody whose mail was not yet tried", async () => {
  const id = await announce("half");
  dieAt("processors.after-batch");
  await expect(runProcessors()).rejects.toThrow("killed");
  await sentAll();
  const some = (from: number, number: number) =>
    sql`select account_id from outbox where template = 'processor-change' order by account_id offset ${from} limit ${number}`;
  const untried = (await some(0, 10)).map(({ account_id }) => String(account_id));
  const inVain = (await some(10, 5)).map(({ account_id }) => String(account_id));
  await sql`update outbox set sent_at = null, attempts = 0 where account_id = any(${untried})`;
  await sql`update outbox set sent_at = null, attempts = 2, next_attempt_at = now() + interval '1 hour' where account_id = any(${inVain})`;
  await callOffChange(owner.actor, id);
  await runProcessors();
  expect(await told()).toEqual({ mails: 990, accounts: 990 });
  const mailed = await sql`select distinct account_id from outbox where template = 'processor-change-called-off'`;
  const whom = mailed.map(({ account_id }) => String(account_id));
  expect(whom.filter((one) => untried.includes(one))).toEqual([]);
  expect(inVain.filter((one) => !whom.includes(one))).toEqual([]);
  expect(await waiting()).toEqual([]);
});

test("called off before anybody was told, it is told to nobody", async () => {
  await callOffChange(owner.actor, await announce("never"));
  await runProcessors();
  expect(await told()).toEqual({ mails: 0, accounts: 0 });
});

test("the mail names the company and what stays, and asks for nothing", async () => {
  const id = await announce("mailed");
  await runProcessors();
  await sentAll();
  await callOffChange(owner.actor, id);
  await runProcessors();
  await sql`delete from outbox where account_id <> ${owner.accountId}`;
  for (const mail of await transaction({ kind: "system", job: "test" }, (tx) => dueMails(tx, new Date(), 5))) await sendMail(mail);
  expect(server.letters.map(({ to, mail }) => [to, mail.subject])).toEqual([[owner.email, "Archive will not process data for Holdfast"]]);
  const text = server.letters[0]?.mail.text ?? "";
  for (const said of ["That is called off: it receives nothing from us.", "You need do nothing.", "/trust/processors"])
    expect(text).toContain(said);
});
