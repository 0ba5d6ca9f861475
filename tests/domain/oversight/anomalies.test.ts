import { afterAll, beforeEach, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { countedSince, countSign, loggedSince } from "@/db/queries/signs";
import { logIn } from "@/lib/accounts/log-in";
import { startSession } from "@/lib/accounts/start-session";
import { countRefusal, writeRefusalCounts } from "@/lib/audit/count-refusals";
import { recordAccess } from "@/lib/audit/record-access";
import { recordListed } from "@/lib/audit/record-listed";
import { recordRefusal } from "@/lib/audit/record-refusal";
import { writeSigns } from "@/lib/audit/tally-signs";
import type { Actor } from "@/lib/base/actor";
import { hourMs, later } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { findAnomalies } from "@/lib/oversight/anomalies/find-anomalies";
import { rules } from "@/lib/oversight/anomalies/rules";
import { settle } from "@/lib/oversight/anomalies/settle-anomaly";
import { expectComplaints } from "@/tests/support/log-watch";
import { givenMember, newClient, newEmail } from "@/tests/support/members";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
afterAll(() => Promise.all([database.end(), closeDatabases()]));

let security: Someone;
beforeEach(async () => {
  await database`truncate signs, refusal_counts, anomalies, outbox cascade`;
  await database`update sessions set ended_at = now(), ended_because = 'logout', created_at = now() - interval '3 hours' where ended_at is null`;
  await database`update accounts set role = null`;
  security = await givenStaff("security");
  await database`update sessions set created_at = now() - interval '3 hours'`;
});

const system: Actor = { kind: "system", job: "poll-connection" };
const visitor: Actor = { kind: "visitor" };
const found = async () =>
  await database<{ id: string; rule: string; key: string; times: number; state: string }[]>`
    select id, rule, key, times, state from anomalies order by id`;
const mails = async (template = "anomaly-found") =>
  await database<
    { account_id: string; facts: Record<string, unknown> }[]
  >`select account_id, facts from outbox where template = ${template}`;

test("guessing at many accounts from one network is told once, by mail to those who handle it and to nobody else", async () => {
  expectComplaints("anomaly found");
  const support = await givenStaff("support");
  await database`update sessions set created_at = now() - interval '3 hours'`;
  const client = newClient();
  for (let tries = 0; tries < 12; tries += 1) {
    await expect(logIn({ email: newEmail(), password: "no such password as this" }, client)).rejects.toMatchObject({
      refusal: "wrong_credentials",
    });
  }
  await writeSigns(visitor);
  await findAnomalies();
  expect(await found()).toMatchObject([{ rule: "credential-stuffing", key: client.address, times: 1, state: "open" }]);
  expect((await mails()).map((mail) => mail.account_id)).not.toContain(support.accountId);
  expect(await mails()).toMatchObject([{ account_id: security.accountId, facts: { rule: "credential-stuffing" } }]);
  await Promise.all([findAnomalies(), findAnomalies()]);
  expect(await found()).toHaveLength(1);
  expect(await mails()).toHaveLength(1);
});

test("several found in one look are told in one mail to each, by their names", async () => {
  expectComplaints("anomaly found");
  const other = await givenStaff("owner");
  await database`update sessions set created_at = now() - interval '3 hours'`;
  for (const client of [newClient(), newClient()]) {
    for (let tries = 0; tries < 12; tries += 1) await logIn({ email: newEmail(), password: "not it" }, client).catch(() => undefined);
  }
  await writeSigns(visitor);
  await transaction(system, (tx) => countSign(tx, { kind: "call_well", network: "", object: "field-nation", count: 100 }));
  await database`update signs set minute = minute - interval '30 minutes' where kind = 'call_well'`;
  await transaction(system, (tx) => countSign(tx, { kind: "call_failed", network: "", object: "field-nation", count: 25 }));
  await findAnomalies();
  await findAnomalies();
  expect((await found()).map(({ rule }) => rule).toSorted()).toEqual(["credential-stuffing", "credential-stuffing", "platform-falls"]);
  expect(await mails()).toEqual([]);
  const told = await mails("anomalies-found");
  expect(told.map((mail) => mail.account_id).toSorted()).toEqual([security.accountId, other.accountId].toSorted());
  const titles = [`${rules["credential-stuffing"].title} (2 times)`, rules["platform-falls"].title];
  for (const { facts } of told) {
    expect(facts).toMatchObject({ number: 3, severity: "high" });
    expect(String(facts.titles).split("\n").toSorted()).toEqual(titles.toSorted());
  }
});

test("what goes on rises in the same anomaly; once that is closed, only what comes after it is a new one", async () => {
  expectComplaints("anomaly found");
  const forge = async (number: number) => {
    for (let sent = 0; sent < number; sent += 1) countRefusal("203.0.113.0/24", "stripe_400");
    await writeRefusalCounts();
  };
  const minutesPass = async (minutes: number) => {
    await database`update refusal_counts set minute = minute - make_interval(mins => ${minutes})`;
    await database`update anomalies set first_at = first_at - make_interval(mins => ${minutes}), last_at = last_at - make_interval(mins => ${minutes}),
      closed_at = closed_at - make_interval(mins => ${minutes})`;
  };
  await forge(20);
  await findAnomalies();
  await minutesPass(2);
  await findAnomalies();
  expect(await found()).toMatchObject([{ rule: "forged-webhooks", key: "stripe", times: 1 }]);
  await forge(1);
  await findAnomalies();
  const [anomaly] = await found();
  expect(anomaly).toMatchObject({ times: 2 });
  await settle(security.actor, anomaly?.id ?? "", "looked_at", "");
  await settle(security.actor, anomaly?.id ?? "", "closed", "our secret was out of date");
  await expect(settle(security.actor, anomaly?.id ?? "", "false_alarm", "")).rejects.toMatchObject({ facts: { reason: "closed_already" } });
  await minutesPass(2);
  await findAnomalies();
  expect(await found()).toHaveLength(1);
  await forge(15);
  await findAnomalies();
  expect((await found()).map(({ state }) => state)).toEqual(["closed", "open"]);
  expect(await mails()).toHaveLength(2);
  const lines =
    await database`select actor, reason from access_lines where act = 'anomaly.settle' and object = ${`anomaly:${anomaly?.id}`} order by id`;
  expect(lines).toEqual(["looked_at", "closed"].map((reason) => ({ actor: `staff:${security.accountId}`, reason })));
});

test("staff's login from a new network is told, their first one and one from where they have been is not", async () => {
  expectComplaints("anomaly found");
  const logInFrom = (client: ReturnType<typeof newClient>) =>
    transaction({ kind: "claimed", accountId: security.accountId }, (tx) =>
      startSession(tx, security.accountId, client, { assurance: "factor", remembered: false, reason: "login" }),
    );
  await database`delete from sessions where account_id = ${security.accountId} and id <> ${security.sessionId}`;
  await findAnomalies();
  expect(await found()).toEqual([]);
  const usual = newClient();
  await logInFrom(usual);
  await database`update sessions set created_at = now() - interval '1 day' where account_id = ${security.accountId}`;
  await logInFrom(usual);
  await findAnomalies();
  expect(await found()).toEqual([]);
  await logInFrom({ ...usual, address: newClient().address });
  await findAnomalies();
  expect(await found()).toMatchObject([{ rule: "staff-new-place", key: security.accountId }]);
});

test("an account in use from four networks at once is told to staff and to its holder", async () => {
  expectComplaints("anomaly found");
  const { accountId } = await givenMember();
  const logInAnywhere = () =>
    transaction({ kind: "claimed", accountId }, (tx) =>
      startSession(tx, accountId, newClient(), { assurance: "password", remembered: false, reason: "login" }),
    );
  for (let places = 0; places < 2; places += 1) await logInAnywhere();
  await findAnomalies();
  expect(await found()).toEqual([]);
  await logInAnywhere();
  await findAnomalies();
  expect(await found()).toMatchObject([{ rule: "used-from-many-networks", key: accountId }]);
  expect(await mails("many-networks")).toMatchObject([{ account_id: accountId }]);
});

test("web counts failed logins alone, the worker calls alone, both in the present minute; neither reads or writes past that", async () => {
  const sign = { network: "n", object: "o", count: 1 };
  await transaction(visitor, (tx) => countSign(tx, { ...sign, kind: "call_failed" }));
  await transaction(system, (tx) => countSign(tx, { ...sign, kind: "login_failed" }));
  await transaction(visitor, (tx) => countSign(tx, { ...sign, kind: "login_failed", count: -5 }));
  expect(await database`select * from signs`).toEqual([]);
  await transaction(visitor, (tx) => countSign(tx, { ...sign, kind: "login_failed" }));
  await transaction(visitor, (tx) => countSign(tx, { ...sign, kind: "login_failed" }));
  expect(await database`select kind, count from signs`).toEqual([{ kind: "login_failed", count: 2 }]);
  const { actor } = security;
  await expect(transaction(actor, (tx) => tx.execute("select * from signs"))).rejects.toMatchObject({ cause: { code: "42501" } });
});

/** From here on what a test leaves in the access log stays there. */
test("staff who look at forty members, an account that is refused twenty times, odd and many openings, and a platform that falls are told", async () => {
  expectComplaints("anomaly found");
  const { accountId } = await givenMember();
  const prying = await givenMember();
  for (const id of Array.from({ length: 40 }, newId))
    await transaction(security.actor, (tx) =>
      recordAccess(tx, { act: "member.look", object: `account:${id}`, subject: id, reason: "test" }),
    );
  const actor: Actor = { kind: "member", accountId: prying.accountId };
  for (let tries = 0; tries < 20; tries += 1) await recordRefusal(actor, { object: "page:/operator", refusal: "not_found" });
  const open = (job: string, object: string, reason: string) =>
    transaction({ kind: "system", job }, (tx) => recordAccess(tx, { act: "credential.open", object, subject: accountId, reason }));
  for (let times = 0; times < 15; times += 1) await open("poll-connection", "connection:busy", "poll");
  await open("send-mail", "connection:odd", "poll");
  await transaction(system, (tx) => countSign(tx, { kind: "call_well", network: "", object: "field-nation", count: 100 }));
  await database`update signs set minute = minute - interval '30 minutes'`;
  await transaction(system, (tx) => countSign(tx, { kind: "call_failed", network: "", object: "field-nation", count: 25 }));
  await findAnomalies();
  expect((await found()).map(({ rule, key }) => `${rule} ${key}`).toSorted()).toEqual([
    `burst-of-refusals ${prying.accountId}`,
    "many-openings busy",
    `mass-reads ${security.accountId}`,
    "odd-opening odd",
    "platform-falls field-nation",
  ]);
});

test("ten thousand refusals of one account are one anomaly and one mail, however many rounds look at them", async () => {
  expectComplaints("anomaly found");
  const prying = await givenMember();
  await database`insert into access_lines (id, at, actor, act, object, subject, reason, facts)
    select uuidv7(), now() - n % 540 * interval '1 second', 'member:' || ${prying.accountId}::text, 'request.refuse', 'page:/operator', ${prying.accountId},
      'not_found', '{}' from generate_series(1, 10000) n`;
  for (let round = 0; round < 3; round += 1) await findAnomalies();
  await Promise.all([findAnomalies(), findAnomalies()]);
  const anomalies = (await found()).filter(({ key }) => key === prying.accountId);
  expect(anomalies.map(({ rule }) => rule)).toEqual(["burst-of-refusals"]);
  const handlers = await database`select id from accounts where role in ('security', 'owner') and state = 'active'`;
  // What earlier tests left in the log is found in the same look.
  expect([...(await mails()), ...(await mails("anomalies-found"))]).toHaveLength(handlers.length);
});

test("an export of very many members is told of, though it is one act", async () => {
  expectComplaints("anomaly found");
  const { actor, accountId } = await givenStaff("security");
  const rulesOf = async () => (await found()).filter(({ key }) => key === accountId).map(({ rule }) => rule);
  const subjects = Array.from({ length: 500 }, newId);
  await transaction(actor, (tx) => recordListed(tx, "members-export", subjects.slice(0, 499), "audit"));
  for (let times = 0; times < 3; times += 1) await transaction(actor, (tx) => recordListed(tx, "members", subjects.slice(0, 25)));
  await findAnomalies();
  expect(await rulesOf()).not.toContain("mass-lists");
  await transaction(actor, (tx) => recordListed(tx, "members", subjects.slice(499)));
  await findAnomalies();
  expect(await rulesOf()).toContain("mass-lists");
});

test("a flood of one kind hides none of the others", { timeout: 60_000 }, async () => {
  const { accountId } = await givenMember();
  await database`
    insert into access_lines (id, at, actor, act, object, subject, reason, facts)
    values (uuidv7(), now() - interval '1 minute', ${`staff:${accountId}`}, 'account.look', 'x', ${accountId}, 'test', '{}')`;
  await database`
    insert into access_lines (id, at, actor, act, object, reason, facts)
    select uuidv7(), now(), 'system:poll', 'credential.open', 'connection:' || n, 'poll', '{}' from generate_series(1, 50001) n`;
  await database`insert into signs (minute, kind, network, object, count) select date_trunc('minute', now()), 'login_failed', 'network ' || n, '', 1 from generate_series(1, 50001) n`;
  await database`insert into signs (minute, kind, network, object, count) values (date_trunc('minute', now() - interval '2 minutes'), 'call_failed', '', 'field-nation', 9)`;
  const since = later(new Date(), -hourMs);
  const kinds = await transaction({ kind: "system", job: "test" }, async (tx) => [
    ...(await loggedSince(tx, since)).map(({ kind }) => kind),
    ...(await countedSince(tx, since)).map(({ kind }) => kind),
  ]);
  expect(kinds.filter((kind) => kind === "opening")).toHaveLength(50_000);
  expect(kinds.filter((kind) => kind === "login_failed")).toHaveLength(50_000);
  expect(kinds).toEqual(expect.arrayContaining(["staff_read", "call_failed"]));
});
