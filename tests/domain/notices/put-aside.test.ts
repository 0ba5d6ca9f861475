import { beforeEach, expect, test } from "vitest";
import { newId } from "@/lib/base/ids";
import { creditedForMinutes } from "@/lib/terms/prices";
import { choose, givenReader, queue, sendDue } from "@/tests/domain/notices/given-notices";

const { database, letters, nowIs, joinAnew } = await givenReader();
let accountId = "";
beforeEach(async () => {
  accountId = await joinAnew();
  // Eleven in the evening in Chicago. The rows' own clock is the database's, which is not moved.
  nowIs("2030-12-02T05:00:00Z");
});

const subjects = () => letters.map(({ mail }) => mail.subject);
const night = { quietStartMinute: 22 * 60, quietEndMinute: 7 * 60 };
const facts = (offerId = newId()) => ({
  offerId,
  platform: "field-nation",
  windowStart: "2030-12-03T15:00:00Z",
  timeZone: "America/Chicago",
});

async function givenOffer(state: string): Promise<string> {
  const offerId = newId();
  await database`insert into connections (id, account_id, platform, state, mode, next_poll_at)
    values (${newId()}, ${accountId}, 'field-nation', 'working', 'ask', now()) on conflict do nothing`;
  await database`insert into offers (id, account_id, connection_id, external_hash, state, seen_at)
    select ${offerId}, ${accountId}, id, ${offerId}, ${state}, now() from connections where account_id = ${accountId}`;
  return offerId;
}

test("in quiet hours mail that can wait waits until they end, and mail about security and bills does not", async () => {
  await choose(accountId, night);
  await queue({ template: "connection-working", accountId, facts: { platform: "field-nation" } });
  await queue({ template: "password-changed", accountId });
  await queue({ template: "subscription-active", accountId, facts: { periodEnd: "2031-01-01T00:00:00Z", monthlyCents: 1, unitCents: 1 } });
  await sendDue();
  expect(subjects().toSorted()).toEqual(["Your Holdfast password was changed", "Your Holdfast plan is active"]);
  nowIs("2030-12-02T12:59:00Z");
  await sendDue();
  expect(letters).toHaveLength(2);
  nowIs("2030-12-02T13:00:00Z");
  await sendDue();
  await sendDue();
  expect(subjects().slice(2)).toEqual(["Field Nation is connected"]);
});

test("a question is asked after the quiet hours if it is still open then, and dropped if it is not", async () => {
  await choose(accountId, night);
  const [open, answered] = [await givenOffer("asking"), await givenOffer("asking")];
  for (const offerId of [open, answered]) await queue({ template: "offer-asks", accountId, facts: facts(offerId) });
  await sendDue();
  expect(letters).toEqual([]);
  await database`update offers set state = 'expired', settled_at = now() where id = ${answered}`;
  nowIs("2030-12-02T13:00:00Z");
  await sendDue();
  expect(letters).toMatchObject([{ mail: { text: expect.stringContaining(`/offers/${open}`) } }]);
  expect(await database`select given_up_at from outbox where facts->>'offerId' = ${answered}`).not.toEqual([{ given_up_at: null }]);
});

test("mail about an offer says what it pays and how far it is as long as that is kept, and the outbox never does", async () => {
  const [kept, dropped] = [await givenOffer("asking"), await givenOffer("notified")];
  await database`insert into offer_details
    (offer_id, account_id, external_cipher, kind, window_start, window_end, time_zone, pay_cents, distance_miles, type, kept_until)
    values (${kept}, ${accountId}, 'x', 'routed', '2030-12-03T15:00Z', '2030-12-03T17:00Z', 'America/Chicago', 15050, 12.34, 'Retail', '2030-12-03T05:00Z')`;
  await queue({ template: "offer-asks", accountId, facts: facts(kept) });
  await queue({ template: "offer-fits", accountId, facts: facts(dropped) });
  await sendDue();
  const texts = Object.fromEntries(letters.map(({ mail }) => [mail.subject, mail.text]));
  expect(texts["An offer waits for your answer"]).toContain("It pays $150.50, and it is 12.3 miles away.");
  expect(texts["An offer fits your rules"]).not.toContain("It pays");
  expect(JSON.stringify(await database`select * from outbox`)).not.toMatch(/1505|12\.3/);
});

test("a question about work that has begun is not asked", async () => {
  await queue({ template: "offer-asks", accountId, facts: { ...facts(await givenOffer("asking")), windowStart: "2030-12-02T05:00:00Z" } });
  await sendDue();
  expect(letters).toEqual([]);
});

test("a kind that the member never wants is not sent, and the others are", async () => {
  await choose(accountId, { connection: "never" });
  await queue({ template: "connection-working", accountId, facts: { platform: "field-nation" } });
  await queue({ template: "offer-fits", accountId, facts: facts(await givenOffer("notified")) });
  await sendDue();
  expect(subjects()).toEqual(["An offer fits your rules"]);
});

test("work that ends, or is moved onto other work, is told at once although the rest of its kind waits for the digest", async () => {
  await choose(accountId, { work: "digest" });
  await queue({ template: "work-moved", accountId, facts: { ...facts(), conflict: false } });
  await queue({ template: "work-moved", accountId, facts: { ...facts(), conflict: true } });
  await queue({ template: "work-ended", accountId, facts: { ...facts(), because: "cancelled", credited: true } });
  await sendDue();
  expect(subjects()).toEqual(["A work order was moved onto time that is taken", "A work order was cancelled"]);
});

test("only mail that can be stopped says how, in its head for the mail program and in its foot for the reader", async () => {
  await queue({ template: "connection-working", accountId, facts: { platform: "field-nation" } });
  await queue({ template: "password-changed", accountId });
  await sendDue();
  const headers = letters.map(({ mail }) => Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])));
  const [optional, security] = headers;
  const url = /^<http:\/\/localhost:3000\/api(\/unsubscribe\/[\w-]{114})>$/.exec(optional?.["list-unsubscribe"] ?? "");
  expect(url).not.toBeNull();
  expect(optional).toMatchObject({ "list-unsubscribe-post": "List-Unsubscribe=One-Click" });
  const page = `http://localhost:3000${url?.[1]}`;
  expect(letters[0]?.mail.text).toContain(`No more mail about your connections:\n${page}`);
  expect(letters[0]?.mail.html).toContain(`href="${page}"`);
  expect(security).not.toHaveProperty("list-unsubscribe");
  expect(security).not.toHaveProperty("list-unsubscribe-post");
  expect(letters[1]?.mail.text).not.toContain("unsubscribe");
  const stored = await database`select o::text as row from outbox o union all select n::text from notice_settings n`;
  expect(JSON.stringify(stored)).not.toContain(url?.[1]?.slice(-40));
});

test("each kind of mail that a member may do without carries its own one-click way to stop it; security and bills carry none", async () => {
  const accepted = {
    acceptanceId: newId(),
    amountCents: 2_500,
    platform: "field-nation",
    windowStart: facts().windowStart,
    timeZone: "UTC",
  };
  await queue({ template: "offer-asks", accountId, facts: facts(await givenOffer("asking")) });
  await queue({ template: "offer-fits", accountId, facts: facts(await givenOffer("notified")) });
  await queue({ template: "accepted", accountId, facts: accepted });
  await queue({ template: "work-ended", accountId, facts: { ...facts(), because: "cancelled", credited: true } });
  await queue({ template: "connection-working", accountId, facts: { platform: "field-nation" } });
  await queue({ template: "password-changed", accountId });
  await queue({ template: "refund-made", accountId, facts: { amountCents: 500, reason: "goodwill" } });
  await sendDue();
  const stops = letters.map(({ mail }) => {
    const headers = new Map(mail.headers.map(({ key, value }) => [key, value]));
    return [mail.subject, headers.get("list-unsubscribe"), headers.get("list-unsubscribe-post")] as const;
  });
  const stoppable = stops.filter(([, url]) => url !== undefined);
  expect(stoppable.every(([, , post]) => post === "List-Unsubscribe=One-Click")).toBe(true);
  const told = letters
    .filter(({ mail }) => mail.text?.includes(`in its first ${creditedForMinutes} minutes`))
    .map(({ mail }) => mail.subject);
  expect(told.toSorted()).toEqual(["A work order was accepted for you", "A work order was cancelled"]);
  // Those of one kind share their address; no two kinds do.
  expect([stops.length, stoppable.length, new Set(stoppable.map(([, url]) => url)).size]).toEqual([7, 5, 4]);
});
