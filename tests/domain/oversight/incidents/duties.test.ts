import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabases, transaction } from "@/db/client";
import { answerFinding } from "@/db/queries/incident-findings";
import { giveMailUp, markMailSent } from "@/db/queries/outbox";
import { hourMs, later, now } from "@/lib/base/clock";
import { newId } from "@/lib/base/ids";
import { noticeTemplateCodes, noticeText } from "@/lib/notices/incident-texts";
import { authorities, authorityCodes } from "@/lib/oversight/incidents/authorities";
import { considerAuthority, finish, planAction, recordFiling, waiveFiling } from "@/lib/oversight/incidents/duties";
import { askAffected } from "@/lib/oversight/incidents/find-affected";
import { moveOn, openByHand, writeNote } from "@/lib/oversight/incidents/handle-incident";
import { draftNotice, review, send } from "@/lib/oversight/incidents/notify";
import { readOwnNotices, sayRead } from "@/lib/oversight/incidents/own-notices";
import { publish, readPost, readPosts } from "@/lib/oversight/incidents/publish";
import { readIncident } from "@/lib/oversight/incidents/read-incidents";
import { readToday } from "@/lib/oversight/read-today";
import { givenMember } from "@/tests/support/members";
import { givenStaff, type Someone } from "@/tests/support/staff";
import { asSuperuser } from "@/tests/support/superuser";

const database = asSuperuser();
let security: Someone;
let owner: Someone;
beforeAll(async () => {
  security = await givenStaff("security");
  owner = await givenStaff("owner");
});
afterAll(() => Promise.all([database.end(), closeDatabases()]));

const system = { kind: "system", job: "test" } as const;
const discoveredAt = new Date("2026-05-01T10:00:00.000Z");
const given = (drill = false) =>
  openByHand(security.actor, { kind: "unauthorised_access", severity: "high", source: { by: "staff", id: newId() }, drill, discoveredAt });
const facts = {
  from: "2026-05-01T08:00:00.000Z",
  to: "2026-05-01T09:30:00.000Z",
  data: ["email", "platform_login"],
  advice: ["change_password"],
};

/** A finding that names these members. */
async function givenFinding(incidentId: string, accountIds: string[]): Promise<string> {
  const finding = await askAffected(security.actor, incidentId, { from: facts.from, to: facts.to });
  const members = accountIds.map((accountId) => ({ accountId, lines: 1, openings: 0, firstAt: now(), lastAt: now() }));
  await transaction(system, (tx) => answerFinding(tx, finding, members, now()));
  return finding;
}
const only = async (incidentId: string) => {
  const [notice] = (await readIncident(security.actor, incidentId)).notices;
  if (!notice) throw new Error("no notice");
  return notice;
};
const mailsOf = (noticeId: string) =>
  database<
    { id: string; accountId: string }[]
  >`select id, account_id as "accountId" from outbox where subject_id = ${noticeId} order by id`;
const reasonOf = (reason: string) => ({ facts: { reason } });

test("a notice goes out reviewed and once, to the affected members alone, and each mail is followed to its end", async () => {
  const incidentId = await given();
  const members = [await givenMember(), await givenMember(), await givenMember()];
  const ids = members.map(({ accountId }) => accountId);
  const stranger = await givenMember();
  await draftNotice(security.actor, incidentId, { findingId: await givenFinding(incidentId, ids), template: "login_exposed", facts });
  const { id } = await only(incidentId);
  await expect(send(security.actor, incidentId, id)).rejects.toMatchObject(reasonOf("settled_already"));
  await review(owner.actor, incidentId, id);
  const sends = await Promise.allSettled([send(owner.actor, incidentId, id), send(security.actor, incidentId, id)]);
  expect(sends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const mails = await mailsOf(id);
  expect(mails.map(({ accountId }) => accountId).toSorted()).toEqual(ids.toSorted());
  expect(await only(incidentId)).toMatchObject({ state: "sent", selfReviewed: false, deliveries: { members: 3, queued: 3, sent: 0 } });
  await transaction(system, (tx) => markMailSent(tx, mails[0]?.id ?? "", now()));
  await transaction(system, (tx) => giveMailUp(tx, mails[1]?.id ?? "", now()));
  await database`delete from outbox where subject_id = ${id}`;
  expect((await only(incidentId)).deliveries).toEqual({ members: 3, queued: 1, sent: 1, refused: 1, read: 0 });

  const first = ids[0] ?? "";
  const [own] = await readOwnNotices(first, { unread: true });
  expect(own).toMatchObject({ title: noticeText("login_exposed", facts).title, drill: false });
  expect(await readOwnNotices(stranger.accountId, { unread: false })).toEqual([]);
  await expect(sayRead(stranger.accountId, id)).rejects.toMatchObject({ refusal: "not_found" });
  await sayRead(first, id);
  expect(await readOwnNotices(first, { unread: true })).toEqual([]);
  expect((await only(incidentId)).deliveries.read).toBe(1);
});

test("who reviews their own draft may, and it is marked as self-reviewed for good", async () => {
  const incidentId = await given();
  const findingId = await givenFinding(incidentId, [(await givenMember()).accountId]);
  await draftNotice(owner.actor, incidentId, { findingId, template: "accessed", facts });
  const { id } = await only(incidentId);
  await review(owner.actor, incidentId, id);
  expect(await only(incidentId)).toMatchObject({ state: "reviewed", selfReviewed: true });
  await expect(database`update incident_notices set self_reviewed = false where id = ${id}`).rejects.toThrow(/by_another/);
  const nobody = await askAffected(owner.actor, incidentId, { from: facts.from, to: facts.to });
  await expect(draftNotice(owner.actor, incidentId, { findingId: nobody, template: "accessed", facts })).rejects.toMatchObject(
    reasonOf("nobody_affected"),
  );
});

test("a drill's notice goes to who handles incidents and to no member, marked as a drill; its text is never public", async () => {
  const incidentId = await given(true);
  const { accountId } = await givenMember();
  await draftNotice(security.actor, incidentId, { findingId: await givenFinding(incidentId, [accountId]), template: "accessed", facts });
  const { id } = await only(incidentId);
  await review(owner.actor, incidentId, id);
  await send(owner.actor, incidentId, id);
  const to = (await mailsOf(id)).map((mail) => mail.accountId).toSorted();
  expect(to).toEqual([owner.accountId, security.accountId].toSorted());
  expect(await readOwnNotices(accountId, { unread: false })).toEqual([]);
  expect(await readOwnNotices(owner.accountId, { unread: true })).toMatchObject([{ drill: true }]);
  await publish(owner.actor, incidentId, { title: "A drill", summary: "Nothing happened at all.", postMortem: "" });
  expect([await readPost(incidentId), (await readPosts()).some((post) => post.incidentId === incidentId)]).toEqual([null, false]);
});

test("no notice says more than its template, whatever the codes are", () => {
  for (const template of noticeTemplateCodes) {
    const text = JSON.stringify(
      noticeText(template, { ...facts, data: ["email", "<b>Ada</b>", "__proto__"], advice: ["nothing", "constructor"] }),
    );
    expect(text).toContain("May 1, 2026");
    expect(text).not.toMatch(/Ada|__proto__|undefined|function/);
  }
});

test("authorities' time runs from the discovery, and the incident is not closed before each is told or decided about", async () => {
  const incidentId = await given();
  for (const code of ["eu", "us_fl"] as const) await considerAuthority(security.actor, incidentId, code);
  await expect(considerAuthority(security.actor, incidentId, "eu")).rejects.toMatchObject(reasonOf("settled_already"));
  const filings = (await readIncident(security.actor, incidentId)).filings;
  expect(filings.map(({ authority, dueAt }) => [authority, dueAt])).toEqual([
    ["eu", later(discoveredAt, 72 * hourMs)],
    ["us_fl", later(discoveredAt, 720 * hourMs)],
  ]);
  await planAction(security.actor, incidentId, { text: "A test that tries it again.", owner: owner.email, dueAt: later(now(), -hourMs) });
  expect(await readToday(owner.actor, "owner")).toContainEqual({ kind: "corrective", number: 1 });
  for (const from of ["open", "contained"] as const) await moveOn(security.actor, incidentId, { from, text: "" });
  const close = () => moveOn(security.actor, incidentId, { from: "resolved", text: "" });
  await expect(close()).rejects.toMatchObject(reasonOf("not_corrected"));
  const [action] = (await readIncident(security.actor, incidentId)).actions;
  await finish(owner.actor, incidentId, { id: action?.id ?? "", link: "tests/domain/oversight/incidents/duties.test.ts" });
  await expect(close()).rejects.toMatchObject(reasonOf("not_filed"));
  const idOf = (code: string) => filings.find(({ authority }) => authority === code)?.id ?? "";
  await recordFiling(security.actor, incidentId, { id: idOf("eu"), reference: "DPA-2026-17", copy: "What was filed, word for word." });
  await waiveFiling(security.actor, incidentId, { id: idOf("us_fl"), because: "Nobody in Florida is affected; counsel agrees." });
  await expect(waiveFiling(security.actor, incidentId, { id: idOf("eu"), because: "Changed our mind about it." })).rejects.toMatchObject(
    reasonOf("settled_already"),
  );
  await close();
  expect(await readIncident(owner.actor, incidentId)).toMatchObject({
    state: "closed",
    filings: [
      { state: "filed", reference: "DPA-2026-17", copy: "What was filed, word for word." },
      { state: "not_required", reason: "Nobody in Florida is affected; counsel agrees." },
    ],
  });
  await expect(writeNote(security.actor, incidentId, "One more thing.")).rejects.toMatchObject(reasonOf("incident_closed"));
});

test("each authority of the register has its source, and a number of hours or none", () => {
  for (const code of authorityCodes) {
    const { source, when, hours } = authorities[code];
    expect(source.length * when.length, code).toBeGreaterThan(0);
    expect(hours === null || hours >= 72, code).toBe(true);
  }
});

test("an action of an owner who is no staff is refused, and nobody writes another's incident by its parts' ids", async () => {
  const [one, other] = [await given(), await given()];
  const { email } = await givenMember();
  const plan = { text: "A test that tries it again.", dueAt: now() };
  await expect(planAction(security.actor, one, { ...plan, owner: email })).rejects.toMatchObject({ refusal: "invalid_input" });
  await planAction(security.actor, one, { ...plan, owner: owner.email });
  const [action] = (await readIncident(security.actor, one)).actions;
  await expect(finish(security.actor, other, { id: action?.id ?? "", link: "a/b.ts" })).rejects.toMatchObject(reasonOf("settled_already"));
});

test("what is published anybody reads, with what came after", async () => {
  const incidentId = await given();
  await publish(security.actor, incidentId, { title: "Logins were slow", summary: "For an hour.", postMortem: "" });
  await publish(owner.actor, incidentId, { title: "Logins were slow", summary: "For an hour.", postMortem: "A limit was too low." });
  expect(await readPost(incidentId)).toMatchObject({ title: "Logins were slow", postMortem: "A limit was too low." });
  expect((await readPosts())[0]?.incidentId).toBe(incidentId);
});
