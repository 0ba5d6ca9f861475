import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { insertConnection, setConnectionMode } from "@/db/queries/connections";
import { insertMailLink } from "@/db/queries/mail-links";
import { dueMails } from "@/db/queries/outbox";
import { logIn } from "@/lib/accounts/log-in";
import { raiseSession } from "@/lib/accounts/raise-session";
import { readSession } from "@/lib/accounts/read-session";
import { startSession } from "@/lib/accounts/start-session";
import { notMeDays } from "@/lib/accounts/warn-of-new-device";
import { dayMs, later } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { sendMail } from "@/lib/notices/send-mail";
import { readNotMe } from "@/lib/oversight/read-not-me";
import { reportNotMe, reportSession } from "@/lib/oversight/report-not-me";
import { mailedToken, waitingMails } from "@/tests/support/mail-links";
import { type MailServer, startMailServer } from "@/tests/support/mail-server";
import { givenMember, newClient } from "@/tests/support/members";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
  process.env.SMTP_URL = server.url;
  process.env.PLATFORMS = "unused";
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => Promise.all([server.close(), database.end(), closeDatabases()]));

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const warnings = async (accountId: string) => (await waitingMails(accountId)).filter(({ template }) => template === "new-device").length;
const alive = async (sessionId: string) => (await readSession(sessionId, { activity: false })) !== null;
const claimed = (accountId: string) => ({ kind: "claimed", accountId }) as const;

/** A member with two connections, one of them on automatic, who has logged in from a second device as well. */
async function givenDoubt() {
  const { accountId, email, password } = await givenMember();
  await transaction({ kind: "member", accountId }, async (tx) => {
    await insertConnection(tx, accountId, "another-platform", new Date());
    const connectionId = await insertConnection(tx, accountId, "field-nation", new Date());
    await setConnectionMode(tx, accountId, connectionId ?? "", "auto", new Date());
  });
  const { sessionId } = await logIn({ email, password }, { ...newClient(), userAgent: firefox });
  return { accountId, email, password, sessionId, token: await mailedToken(accountId, "new-device") };
}

const modes = async (accountId: string) =>
  (await database<{ mode: string }[]>`select mode from connections where account_id = ${accountId} order by mode`).map(({ mode }) => mode);

test("joining is mailed to nobody; the first login from another device is, and the next one from it is not", async () => {
  const { accountId, email, password } = await givenMember();
  expect(await warnings(accountId)).toBe(0);
  const laptop = newClient();
  await logIn({ email, password }, laptop);
  expect(await warnings(accountId)).toBe(1);
  await logIn({ email, password }, laptop);
  expect(await warnings(accountId)).toBe(1);
  await logIn({ email, password }, newClient());
  expect(await warnings(accountId)).toBe(2);
});

test("a login that awaits its second factor is no login yet: the mail goes when the factor was shown, and once", async () => {
  const { accountId } = await givenMember();
  const phone = newClient();
  const start = { assurance: "pending", remembered: false, reason: "login" } as const;
  const pending = await transaction(claimed(accountId), (tx) => startSession(tx, accountId, phone, start));
  expect(await warnings(accountId)).toBe(0);
  let session = await readSession(pending, { activity: false });
  for (let rise = 0; rise < 2; rise += 1) {
    if (!session) throw new Error("the session ended");
    const of = session;
    const raised = await transaction(claimed(accountId), (tx) => raiseSession(tx, of, phone, { assurance: "factor", reason: "factor" }));
    expect(await warnings(accountId)).toBe(1);
    session = await readSession(raised, { activity: false });
  }
});

test("the mail names device, network and time on the member's clock, and nothing of these is stored with it", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-03-04T18:30:00Z") });
  const { accountId, email, password } = await givenMember();
  const client = { ...newClient(), userAgent: firefox };
  await logIn({ email, password }, client);
  const due = await transaction({ kind: "system", job: "test" }, (tx) => dueMails(tx, new Date(), 100));
  for (const id of due) await sendMail(id);
  const letter = server.letters.find(({ to, mail }) => to === email && mail.subject === "A login from a new device");
  const text = letter?.mail.text ?? "";
  expect(text).toContain(`Firefox on Linux, from the network ${client.address}, on Thursday, March 4 at 12:30`);
  expect(text).toMatch(/http:\/\/localhost:3000\/not-me\/[\w-]{114}/);
  const [row] = await database`select facts from outbox where account_id = ${accountId} and template = 'new-device'`;
  expect(row).toEqual({ facts: {} });
});

test("the link's page shows the login, and opening it changes nothing", async () => {
  const { accountId, sessionId, token } = await givenDoubt();
  for (let time = 0; time < 2; time += 1)
    expect(await readNotMe(token)).toMatchObject({ login: { device: "Firefox on Linux", timeZone: "America/Chicago" } });
  expect(await alive(sessionId)).toBe(true);
  expect(await database`select 1 from reports where account_id = ${accountId}`).toHaveLength(0);
});

test('"this was not me" ends every session, forgets every device, stops automation, and leaves a report and lines', async () => {
  const { accountId, email, password, sessionId, token } = await givenDoubt();
  const stranger = await givenDoubt();
  const expiresAt = later(new Date(), dayMs);
  await transaction(claimed(accountId), (tx) => insertMailLink(tx, { kind: "reset", accountId, expiresAt }));
  await reportNotMe(token);

  expect(await alive(sessionId)).toBe(false);
  expect(await database`select 1 from sessions where account_id = ${accountId} and ended_at is null`).toHaveLength(0);
  expect(await database`select 1 from devices where account_id = ${accountId}`).toHaveLength(0);
  expect(await modes(accountId)).toEqual(["off", "off"]);
  expect(await database`select 1 from mail_links where account_id = ${accountId} and kind = 'reset' and used_at is null`).toHaveLength(0);
  expect(await database`select session_id, device, handled_at from reports where account_id = ${accountId}`).toEqual([
    { session_id: sessionId, device: "Firefox on Linux", handled_at: null },
  ]);
  const lines = await database<{ act: string }[]>`
    select act from access_lines where subject = ${accountId} and actor = ${`claimed:${accountId}`} and reason in ('reported', 'mail') order by act`;
  expect(lines.map(({ act }) => act)).toEqual(["connection.mode", "device.forget-all", "report.write", "session.end-all"]);

  expect(await alive(stranger.sessionId)).toBe(true);
  expect(await modes(stranger.accountId)).toEqual(["auto", "off"]);

  const before = await warnings(accountId);
  await logIn({ email, password }, newClient());
  expect(await warnings(accountId)).toBe(before + 1);
});

test("the link works once, also when it is pressed twice at the same time", async () => {
  const { accountId, token } = await givenDoubt();
  const outcomes = await Promise.allSettled([reportNotMe(token), reportNotMe(token), reportNotMe(token)]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
  await expect(reportNotMe(token)).rejects.toMatchObject({ refusal: "dead_link" });
  expect(await readNotMe(token)).toBeNull();
  expect(await database`select 1 from reports where account_id = ${accountId}`).toHaveLength(1);
});

test("the link works until its last day and not after; a forged one never does", async () => {
  const { token } = await givenDoubt();
  const made = new Date();
  vi.useFakeTimers({ toFake: ["Date"], now: later(made, (notMeDays - 1) * dayMs) });
  expect(await readNotMe(token)).not.toBeNull();
  vi.useFakeTimers({ toFake: ["Date"], now: later(made, notMeDays * dayMs) });
  expect(await readNotMe(token)).toBeNull();
  await expect(reportNotMe(token)).rejects.toMatchObject({ refusal: "dead_link" });
  for (const forged of ["", "x", `${token.slice(0, -2)}AA`])
    await expect(reportNotMe(forged)).rejects.toMatchObject({ refusal: "dead_link" });
});

test("a member who does not know a listed login ends it and leaves a report; another's login is as one that never was", async () => {
  const { accountId, sessionId } = await givenDoubt();
  const stranger = await givenDoubt();
  for (const id of [stranger.sessionId, newId()])
    await expect(reportSession(accountId, id)).rejects.toMatchObject({ refusal: "not_found", facts: {} });
  expect(await database`select 1 from reports where account_id = ${accountId}`).toHaveLength(0);
  await reportSession(accountId, sessionId);
  expect(await alive(sessionId)).toBe(false);
  expect(await alive(stranger.sessionId)).toBe(true);
  expect(await database`select session_id from reports where account_id = ${accountId}`).toEqual([{ session_id: sessionId }]);
});
