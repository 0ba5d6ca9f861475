import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { dueMails } from "@/db/queries/outbox";
import { askForInvite } from "@/lib/accounts/ask-for-invite";
import { findInvite } from "@/lib/accounts/find-invite";
import { redeemInvite } from "@/lib/accounts/redeem-invite";
import { resendInvite } from "@/lib/accounts/resend-invite";
import { revokeInvite } from "@/lib/accounts/revoke-invite";
import { hourMs, later, minuteMs } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { type Mail, queueMail } from "@/lib/notices/queue-mail";
import { sendMail } from "@/lib/notices/send-mail";
import { expectComplaints, logLines } from "@/tests/support/log-watch";
import { type MailServer, startMailServer } from "@/tests/support/mail-server";
import { givenInvite, givenMember, host, joining, newClient, newEmail } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
  process.env.SMTP_URL = server.url;
  process.env.OPERATOR_EMAIL = "operator@example.org";
  process.env.PLATFORMS = "unused";
});
beforeEach(async () => {
  await database`truncate outbox`;
  server.letters.length = 0;
  server.refuseWith(null);
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => Promise.all([server.close(), database.end(), closeDatabases()]));

const worker = { kind: "system", job: "test" } as const;
const due = () => transaction(worker, (tx) => dueMails(tx, new Date(), 100));
const queue = (mail: Mail) => transaction(worker, (tx) => queueMail(tx, mail));
/** Sends what is due, as the worker's sweep has it done. */
async function sendAll(): Promise<void> {
  for (const id of await due()) await sendMail(id);
}
const state = async () =>
  (await database`select attempts, sent_at is not null as sent, given_up_at is not null as given_up from outbox order by id`).map(
    (row) => ({ ...row }),
  );
const linkIn = (text = "") => /http:\/\/localhost:3000\/invite\/([\w-]+)/.exec(text)?.[1] ?? "";
const makeDue = () => database`update outbox set next_attempt_at = now() - interval '1 second'`;

test("an invite is mailed once, with a link that works in both parts", async () => {
  const { email } = await givenInvite();
  await sendAll();
  await sendAll();
  expect(server.letters).toHaveLength(1);
  const [letter] = server.letters;
  expect(letter).toMatchObject({
    to: email,
    mail: { from: { address: "no-reply@holdfast.test" }, subject: "Your invitation to Holdfast" },
  });
  const token = linkIn(letter?.mail.text);
  expect(linkIn(letter?.mail.html)).toBe(token);
  expect(await findInvite(token)).toMatchObject({ email });
  await redeemInvite(token, joining, newClient());
  expect(await state()).toEqual([{ attempts: 1, sent: true, given_up: false }]);
});

test("nothing stored can rebuild an invite's link: it is only in the mail", async () => {
  await givenInvite();
  await sendAll();
  const token = linkIn(server.letters[0]?.mail.text);
  const signature = Buffer.from(token, "base64url").subarray(21);
  const tables = await database<
    { name: string }[]
  >`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`;
  for (const { name } of tables) {
    const rows = await database.unsafe(`select t::text as row from ${name} t`);
    for (const { row } of rows) {
      expect(row).not.toContain(token.slice(-40));
      expect(row).not.toContain(signature.toString("hex").slice(-40));
      expect(row).not.toContain(signature.toString("base64").slice(-40));
    }
  }
  const [mail] = await database`select template, account_id, facts from outbox`;
  expect(mail).toEqual({ template: "invite", account_id: null, facts: { generation: 1 } });
  expect(JSON.stringify(logLines())).not.toContain(token);
});

test("a mail whose invite was revoked or sent again is not sent", async () => {
  const revoked = await givenInvite();
  await revokeInvite(host, revoked.inviteId);
  const renewed = await givenInvite();
  await resendInvite(host, renewed.inviteId);
  await sendAll();
  expect(server.letters.map(({ to }) => to)).toEqual([renewed.email]);
  expect(await findInvite(linkIn(server.letters[0]?.mail.text))).toMatchObject({ inviteId: renewed.inviteId });
  expect((await state()).map(({ given_up }) => given_up)).toEqual([true, true, false]);
});

test("a mail that the server had when the worker crashed goes out again under the same Message-ID", async () => {
  await givenInvite();
  await database`alter table outbox add constraint power_cut check (sent_at is null)`;
  const [id = ""] = await due();
  await expect(sendMail(id)).rejects.toMatchObject({ cause: { constraint_name: "power_cut" } });
  await database`alter table outbox drop constraint power_cut`;
  expect(await due()).toEqual([]);
  await makeDue();
  await sendAll();
  expect(server.letters.map(({ mail }) => mail.messageId)).toEqual([`<${id}@holdfast.test>`, `<${id}@holdfast.test>`]);
  expect(await state()).toEqual([{ attempts: 2, sent: true, given_up: false }]);
});

test("two jobs about one mail send it once", async () => {
  await givenInvite();
  const [id = ""] = await due();
  await Promise.all([sendMail(id), sendMail(id), sendMail(id)]);
  expect(server.letters).toHaveLength(1);
});

test("a failure is followed by another attempt, each later than the one before, up to two hours", async () => {
  expectComplaints("mail not sent, will try again");
  await givenInvite();
  server.refuseWith(451);
  const waits: number[] = [];
  let at = new Date();
  for (let attempt = 0; attempt < 9; attempt += 1) {
    vi.useFakeTimers({ toFake: ["Date"], now: at });
    await sendAll();
    const [row] = await database<{ next: Date }[]>`select next_attempt_at as next from outbox`;
    waits.push(((row?.next.getTime() ?? 0) - at.getTime()) / minuteMs);
    at = row?.next ?? at;
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 120, 120]);
  server.refuseWith(null);
  vi.useFakeTimers({ toFake: ["Date"], now: at });
  await sendAll();
  expect(server.letters).toHaveLength(1);
});

test("after two days of failures a mail is given up, and the log says so", async () => {
  expectComplaints("mail given up");
  await givenInvite();
  server.refuseWith(451);
  await database`update outbox set created_at = created_at - interval '49 hours'`;
  await sendAll();
  expect(await state()).toEqual([{ attempts: 1, sent: false, given_up: true }]);
  await makeDue();
  expect(await due()).toEqual([]);
});

test("an address that the server refuses for good is given up at once", async () => {
  expectComplaints("mail given up");
  const { email } = await givenInvite();
  server.refuseWith(550);
  await sendAll();
  expect(await state()).toEqual([{ attempts: 1, sent: false, given_up: true }]);
  expect(JSON.stringify(logLines())).not.toContain(email);
});

test("the operator is told who asks for a new link, once", async () => {
  const email = newEmail();
  await askForInvite(email, newClient());
  await askForInvite(email.toUpperCase(), newClient());
  await sendAll();
  expect(server.letters).toMatchObject([{ to: "operator@example.org", mail: { text: expect.stringContaining(email) } }]);
});

test("a mail is queued exactly when its cause is committed", async () => {
  const { accountId } = await givenMember();
  await database`truncate outbox`;
  const undone = transaction(worker, async (tx) => {
    await queueMail(tx, { template: "connection-refused", accountId, facts: { platform: "field-nation" } });
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await due()).toEqual([]);
});

test("every mail to a member has both parts, and says what it is about in plain words", async () => {
  const { accountId, email } = await givenMember();
  await database`truncate outbox`;
  const windowStart = later(new Date("2026-12-01T15:00:00Z"), hourMs).toISOString();
  const accepted = { acceptanceId: newId(), platform: "field-nation", windowStart, timeZone: "America/Chicago" };
  const mails: Mail[] = [
    { template: "accepted", accountId, facts: { ...accepted, amountCents: 2_500 } },
    { template: "accepted", accountId, facts: { ...accepted, amountCents: 0 } },
    { template: "connection-working", accountId, facts: { platform: "field-nation" } },
    { template: "connection-refused", accountId, facts: { platform: "field-nation" } },
    { template: "subscription-active", accountId, facts: { periodEnd: windowStart, monthlyCents: 1_000, unitCents: 2_500 } },
    { template: "connection-restored", accountId, facts: { platform: "field-nation" } },
  ];
  for (const mail of mails) await queue(mail);
  await sendAll();
  const texts = server.letters.map(({ mail }) => mail.text ?? "");
  expect(server.letters.every(({ to, mail }) => to === email && mail.html?.includes(mail.subject ?? "?"))).toBe(true);
  expect(texts[0]).toMatch(/work order on Field Nation.*Tuesday, December 1 at 10:00\sAM CST.*\$25\.00/s);
  expect(texts[1]).toContain("Nothing is charged for it");
  expect(texts[3]).toContain("http://localhost:3000/connections");
  expect(texts[4]).toMatch(/until December 1, 2026.*\$10\.00 a month and \$25\.00/s);
  expect(texts[5]).toContain("Field Nation has accepted the login that it refused before");
});

test("markup in what a mail shows is inert", async () => {
  await database`insert into invite_asks (id, email) values (${newId()}, '"<b onclick=x>"@example.org')`;
  const [ask] = await database<{ id: string }[]>`select id from invite_asks where email like '%onclick%'`;
  await queue({ template: "invite-asked", accountId: null, subjectId: ask?.id ?? "" });
  await sendAll();
  expect(server.letters[0]?.mail.html).toContain("&lt;b onclick=x&gt;");
  expect(server.letters[0]?.mail.html).not.toContain("<b onclick");
});
