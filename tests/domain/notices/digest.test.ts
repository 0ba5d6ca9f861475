import { beforeEach, expect, test } from "vitest";
import { newId } from "@/lib/base/ids";
import { sendDigest } from "@/lib/notices/send-digest";
import { choose, givenReader, queue, sendDue } from "@/tests/domain/notices/given-notices";

const { database, letters, nowIs, joinAnew } = await givenReader();
let accountId = "";
beforeEach(async () => {
  accountId = await joinAnew();
  await choose(accountId, { offers: "digest", work: "digest" });
});

/** Something happens at that moment, of a kind that waits for the digest. */
async function happens(moment: string, windowStart = "2032-01-01T15:00:00Z"): Promise<void> {
  nowIs(moment);
  const facts = { acceptanceId: newId(), platform: "field-nation", windowStart, timeZone: "America/Chicago", amountCents: 2_500 };
  await queue({ template: "accepted", accountId, facts });
  await database`update outbox set created_at = ${moment}, next_attempt_at = ${moment} where digest_at is null and template <> 'digest'`;
  await sendDue();
}
/** The sweeps at a moment: more than one, as in life. */
async function sweepAt(moment: string): Promise<void> {
  nowIs(moment);
  await database`update outbox set next_attempt_at = ${moment} where template = 'digest' and sent_at is null`;
  for (let sweep = 0; sweep < 2; sweep += 1) {
    await sendDue();
    await database`update outbox set next_attempt_at = ${moment} where template = 'digest' and sent_at is null`;
  }
}

test("one mail a day tells how much happened, where and when, and nothing of the work", async () => {
  await happens("2030-12-02T15:00:00Z");
  await happens("2030-12-02T16:30:00Z");
  await sweepAt("2030-12-02T23:59:00Z");
  expect(letters).toEqual([]);
  await sweepAt("2030-12-03T00:00:00Z");
  expect(letters).toHaveLength(1);
  const { subject = "", text = "", html = "", headers = [] } = letters[0]?.mail ?? {};
  expect(subject).toBe("Your daily digest");
  expect(text.replace(/\s/g, " ")).toContain(
    "2 work orders were accepted for you on Field Nation: Monday, December 2 at 9:00 AM CST; Monday, December 2 at 10:30 AM CST.",
  );
  expect(html).toContain("2 work orders were accepted");
  expect(`${text}${html}`).not.toMatch(/January|2032|25\.00/);
  expect(headers.map(({ key }) => key)).toContain("list-unsubscribe");
});

test("there is none on a day on which nothing happened", async () => {
  await sweepAt("2030-12-03T00:00:00Z");
  await sweepAt("2030-12-04T00:00:00Z");
  expect(letters).toEqual([]);
});

test("each day across a change of the clocks has one, at the same time of day", async () => {
  // The clocks go back in the night to Sunday, 3 November 2030: six in the evening is 23:00 UTC before, and 00:00 UTC after.
  const days: [happened: string, early: string, due: string][] = [
    ["2030-11-02T15:00:00Z", "2030-11-02T22:59:00Z", "2030-11-02T23:00:00Z"],
    ["2030-11-03T15:00:00Z", "2030-11-03T23:59:00Z", "2030-11-04T00:00:00Z"],
    ["2030-11-04T15:00:00Z", "2030-11-04T23:59:00Z", "2030-11-05T00:00:00Z"],
  ];
  for (const [index, [happened, early, due]] of days.entries()) {
    await happens(happened);
    await sweepAt(early);
    expect(letters).toHaveLength(index);
    await sweepAt(due);
    expect(letters).toHaveLength(index + 1);
  }
  expect(await database`select day::text from notice_digests where account_id = ${accountId} order by day`).toEqual(
    ["2030-11-02", "2030-11-03", "2030-11-04"].map((day) => ({ day })),
  );
});

test("a later time on the same day makes no second digest: what is left then waits for the next day", async () => {
  await happens("2030-12-02T15:00:00Z");
  await sweepAt("2030-12-03T00:00:00Z");
  await choose(accountId, { work: "digest", digestMinute: 20 * 60 });
  await happens("2030-12-03T00:30:00Z");
  await sweepAt("2030-12-03T02:00:00Z");
  expect(letters).toHaveLength(1);
  await sweepAt("2030-12-04T02:00:00Z");
  expect(letters).toHaveLength(2);
  expect(letters[1]?.mail.text).toContain("1 work order was accepted");
});

test("a crash while a digest is made leaves it to be made, whole and once; of two workers one makes it", async () => {
  await happens("2030-12-02T15:00:00Z");
  nowIs("2030-12-03T00:00:00Z");
  await database`alter table outbox add constraint power_cut check (digest_id is null)`;
  await expect(sendDigest(accountId)).rejects.toMatchObject({ cause: { constraint_name: "power_cut" } });
  await database`alter table outbox drop constraint power_cut`;
  expect(await database`select day from notice_digests where account_id = ${accountId}`).toEqual([]);
  await Promise.all([sendDigest(accountId), sendDigest(accountId), sendDigest(accountId)]);
  await sweepAt("2030-12-03T00:00:00Z");
  expect(letters).toHaveLength(1);
});

test("what the member says never to since is not told in the digest", async () => {
  await happens("2030-12-02T15:00:00Z");
  await choose(accountId, { work: "never" });
  await sweepAt("2030-12-03T00:00:00Z");
  expect(letters).toEqual([]);
});
